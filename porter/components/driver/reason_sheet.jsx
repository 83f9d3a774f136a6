import { useEffect, useId, useState } from "react";
import { useWords } from "../../words/words.jsx";
import { Modal } from "../../ui/overlay/modal.jsx";

// One reason out of a few, or own words; then one button that says what happens.
export function ReasonSheet({ open, title, lead, reasons, confirm, danger, disabled, onClose, onConfirm }) {
  const say = useWords();
  const [chosen, setChosen] = useState("");
  const [words, setWords] = useState("");
  const id = useId();
  useEffect(() => {
    if (open) {
      setChosen("");
      setWords("");
    }
  }, [open]);
  const reason = chosen === "other" ? words.trim() : chosen;
  const send = (event) => {
    event.preventDefault();
    if (reason.length >= 3) onConfirm(reason);
  };
  return (
    <Modal open={open} titleId={id} width="440px" onClose={onClose}>
      <header className="modal-head">
        <div className="modal-words"><h2 id={id} className="modal-title">{title}</h2></div>
      </header>
      {lead ? <p className="modal-text">{lead}</p> : null}
      <form onSubmit={send}>
        <div className="modal-body">
          <fieldset className="plain-fieldset radio-group">
            <legend className="sr-only">{title}</legend>
            {[...reasons, "other"].map((one) => (
              <label key={one} className="radio-card">
                <input className="radio-box" type="radio" name={id} value={one} checked={chosen === one} onChange={() => setChosen(one)} />
                <span className="radio-card-in">{one === "other" ? say("Something else") : say(one)}</span>
              </label>
            ))}
          </fieldset>
          {chosen === "other" ? (
            <div className="input-shell drive-words">
              <textarea className="input" rows={2} maxLength={200} aria-label={say("In your words")} placeholder={say("In your words")} value={words} onChange={(event) => setWords(event.target.value)} />
            </div>
          ) : null}
        </div>
        <footer className="modal-foot">
          <button type="button" className="btn" data-variant="secondary" onClick={onClose}>{say("Go back")}</button>
          <button type="submit" className="btn" data-variant={danger ? "danger" : "primary"} disabled={disabled || reason.length < 3}>{confirm}</button>
        </footer>
      </form>
    </Modal>
  );
}
