import { useId } from "react";
import { useWords } from "../../words/words.jsx";
import { Modal } from "../../ui/overlay/modal.jsx";

// The last drop is given up: the cash for what was delivered is asked for before the job is over.
export function CashFirst({ open, text, onClose, onTaken }) {
  const say = useWords();
  const id = useId();
  return (
    <Modal open={open} titleId={id} width="440px" onClose={onClose}>
      <header className="modal-head"><div className="modal-words"><h2 id={id} className="modal-title">{say("Did you get the cash?")}</h2></div></header>
      <p className="modal-text">{say(text)}</p>
      <footer className="modal-foot">
        <button type="button" className="btn" data-variant="secondary" onClick={onClose}>{say("Not yet")}</button>
        <button type="button" className="btn" data-variant="primary" onClick={onTaken}>{say("I have the cash")}</button>
      </footer>
    </Modal>
  );
}
