import { useEffect, useRef } from "react";

// "?" anywhere outside a field, or the button: which keys there are. Nothing of it goes to the server.
export function KeysHelp({ keys }) {
  const box = useRef(null);
  useEffect(() => {
    const press = (event) => {
      const typing = event.target.matches?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
      if (event.key !== "?" || typing || event.metaKey || event.ctrlKey || document.querySelector("dialog:modal")) return;
      event.preventDefault();
      box.current.showModal();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
  const close = () => box.current.close();
  const pressOutside = (event) => event.target === box.current && close();
  return (
    <>
      <button type="button" className="btn btn-icon" data-variant="ghost" data-size="sm" aria-label="Keys" title="Keys (?)" onClick={() => box.current.showModal()}>
        <kbd>?</kbd>
      </button>
      <dialog ref={box} className="modal" data-kind="dialog" data-modal={true} aria-labelledby="keys-title" style={{ "--width": "400px" }} onPointerDown={pressOutside}>
        <div className="modal-in">
          <header className="modal-head">
            <div className="modal-words"><h2 id="keys-title" className="modal-title">Keys</h2></div>
          </header>
          <div className="modal-body">
            <dl className="keys">
              {keys.map(([names, words]) => (
                <div key={words}>
                  <dt>{names.map((name) => <kbd key={name}>{name}</kbd>)}</dt>
                  <dd>{words}</dd>
                </div>
              ))}
            </dl>
          </div>
          <footer className="modal-foot"><button type="button" className="btn" data-variant="secondary" onClick={close}><span className="btn-in">Close</span></button></footer>
        </div>
      </dialog>
    </>
  );
}
