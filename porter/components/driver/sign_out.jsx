import { useEffect, useId, useState } from "react";
import { stepsWaiting } from "../../device/device_queue.js";
import { Modal } from "../../ui/overlay/modal.jsx";
import { useWords } from "../../words/words.jsx";

// The way out. Whoever still has steps to send is told first what becomes of them: they stay, for nobody else to send.
export function SignOut({ children, onLeave }) {
  const say = useWords();
  const id = useId();
  const [kept, setKept] = useState(0);
  useEffect(() => {
    if (!kept) return;
    const look = () => stepsWaiting().then(setKept);
    addEventListener("porter:answered", look);
    return () => removeEventListener("porter:answered", look);
  }, [kept > 0]);
  const press = async () => {
    const waiting = await stepsWaiting().catch(() => 0);
    if (waiting) setKept(waiting);
    else onLeave?.();
  };
  const leave = () => {
    setKept(0);
    onLeave?.();
  };
  return (
    <>
      <button type="button" className="btn btn-full" data-variant="secondary" onClick={press}>{children}{say("Sign out")}</button>
      <Modal open={kept > 0} titleId={id} width="440px" onClose={() => setKept(0)}>
        <header className="modal-head">
          <div className="modal-words">
            <h2 id={id} className="modal-title">{kept === 1 ? say("One step is not sent yet") : say("{count} steps are not sent yet", { count: kept })}</h2>
          </div>
        </header>
        <p className="modal-text">{say("Stay signed in until your phone has a connection. If you sign out now, your work stays on this phone and is sent when you sign in here again within seven days. Nobody else can send it.")}</p>
        <footer className="modal-foot">
          <button type="button" className="btn" data-variant="secondary" onClick={leave}>{say("Sign out anyway")}</button>
          <button type="button" className="btn" data-variant="primary" onClick={() => setKept(0)}>{say("Stay signed in")}</button>
        </footer>
      </Modal>
    </>
  );
}
