import { useEffect, useRef, useState } from "react";
import { useWords } from "../../words/words.jsx";
import { useOnline } from "../trip/trip_queue.jsx";

// The offer takes the whole screen; the page behind is inert until it has been answered.
export function OfferStage({ open, offerId, label, children }) {
  const box = useRef(null);
  const say = useWords();
  const online = useOnline();
  useEffect(() => {
    const node = box.current;
    if (open && !node.open) node.showModal();
    if (!open && node.open) node.close();
  }, [open, offerId]);
  return (
    <dialog ref={box} className="offer" aria-label={label} onCancel={(event) => event.preventDefault()}>
      {open ? <div className="offer-in">{online ? null : <p className="drive-later" role="alert">{say("No network. We keep trying.")}</p>}{children}</div> : null}
    </dialog>
  );
}

// The answer counts when it is pressed: the button is off at once, and on again only when the server said no.
export function AcceptButton({ offerId, attempt = 0, words, busyWords, onAccept }) {
  const [pressed, setPressed] = useState("");
  useEffect(() => setPressed(""), [offerId, attempt]);
  const busy = pressed === offerId;
  const press = () => {
    setPressed(offerId);
    onAccept?.(offerId);
  };
  return (
    <button type="button" className="btn btn-full" data-variant="primary" data-size="xl" disabled={busy} aria-busy={busy} autoFocus onClick={press}>
      {busy ? <span className="btn-wait"><span className="offer-busy">{busyWords}</span></span> : null}
      <span className="btn-in">{words}</span>
    </button>
  );
}
