import { useEffect, useRef, useState } from "react";
import { msg, useWords } from "../../words/words.jsx";
import { smaller } from "./photo_smaller.js";

const ACCEPT = "image/jpeg,image/png,image/webp";
const NOT_A_PHOTO = msg("This file is not a photo. Take a picture with the camera, or choose a JPEG or PNG.");

// A photo from the camera, seen before it is sent. It is made smaller on the phone: mobile data costs the driver money.
export function PhotoBox({ label, primary, sending, onUse, onClose }) {
  const say = useWords();
  const [photo, setPhoto] = useState(null);
  const [preview, setPreview] = useState("");
  const [problem, setProblem] = useState("");
  const input = useRef(null);
  useEffect(() => {
    if (!photo) return setPreview("");
    const url = URL.createObjectURL(photo);
    setPreview(url);
    return () => URL.revokeObjectURL(url);
  }, [photo]);

  const take = async (file) => {
    if (!file) return;
    setProblem("");
    try {
      setPhoto(await smaller(file));
    } catch {
      setPhoto(null);
      setProblem(NOT_A_PHOTO);
    }
    input.current.value = "";
  };
  const use = () => {
    onUse(photo);
    setPhoto(null);
  };
  const uploading = sending !== null && sending !== undefined;
  return (
    <div className="drive-stack">
      <input ref={input} className="sr-only" type="file" accept={ACCEPT} capture="environment" tabIndex={-1} aria-label={label} onChange={(event) => take(event.target.files[0])} />
      {preview ? <img src={preview} alt={say("The photo that you took")} className="drive-photo" /> : null}
      {problem ? <p role="alert" className="drive-problem">{say(problem)}</p> : null}
      {uploading ? (
        <div role="status" className="drive-sending">
          <progress className="progress" max={1} value={sending} aria-label={say("Sending the photo")} />
          <span className="num">{say("Sending the photo, {percent} %", { percent: Math.round(sending * 100) })}</span>
        </div>
      ) : null}
      {photo ? (
        <div className="drive-pair">
          <button type="button" className="btn" data-variant="secondary" onClick={() => input.current.click()}>{say("Take another")}</button>
          <button type="button" className="btn" data-variant="primary" onClick={use}>{say("Use this photo")}</button>
        </div>
      ) : (
        <button type="button" className="btn btn-full" data-variant={primary ? "primary" : "secondary"} data-size={primary ? "xl" : "lg"} disabled={uploading} onClick={() => input.current.click()}>
          {label}
        </button>
      )}
      {onClose && !photo ? <button type="button" className="btn btn-full" data-variant="ghost" onClick={onClose}>{say("Go back")}</button> : null}
    </div>
  );
}
