import { useEffect, useRef, useState } from "react";

const accepts = (accept, file) => accept.split(",").some((one) => {
  const rule = one.trim();
  return rule.endsWith("/*") ? file.type.startsWith(rule.slice(0, -1)) : rule.startsWith(".") ? file.name.toLowerCase().endsWith(rule) : file.type === rule;
});
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(bytes < 1e6 ? 1 : 0)} MB`;

// fetch() cannot tell how far an upload is; XMLHttpRequest can.
function send(url, file, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("file", file);
    request.open("POST", url);
    request.responseType = "json";
    request.setRequestHeader("Idempotency-Key", crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`);
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () => (request.status < 300 ? resolve(request.response ?? {}) : reject(new Error(request.response?.detail ?? "The file was not accepted. Try another one.")));
    request.onerror = () => reject(new Error("The network dropped. Try again."));
    request.send(body);
  });
}

export function FileDrop({ inputId, name, uploadUrl, accept, maxBytes, camera, disabled, prompt, src, onPick, onUploaded, onRefused }) {
  const [file, setFile] = useState(null);
  const [preview, setPreview] = useState("");
  const [done, setDone] = useState(null);
  const [problem, setProblem] = useState("");
  const [over, setOver] = useState(false);
  const input = useRef(null);
  useEffect(() => {
    if (!file || !file.type.startsWith("image/")) return setPreview("");
    const url = URL.createObjectURL(file);
    setPreview(url);
    return () => URL.revokeObjectURL(url);
  }, [file]);

  const refuse = (words) => {
    setProblem(words);
    setDone(null);
    onRefused?.(words);
  };
  const upload = (picked) => {
    setProblem("");
    setDone(0);
    send(uploadUrl, picked, setDone).then((answer) => { setDone(1); onUploaded?.(answer); }, (error) => refuse(error.message));
  };
  const take = (picked) => {
    if (!picked) return;
    if (!accepts(accept, picked)) return refuse("This kind of file is not accepted here. Choose a photo.");
    if (picked.size > maxBytes) return refuse(`This file has ${megabytes(picked.size)}; at most ${megabytes(maxBytes)} can be sent.`);
    setProblem("");
    setFile(picked);
    onPick?.({ name: picked.name, size: picked.size, type: picked.type });
    if (uploadUrl) upload(picked);
  };
  const drop = (event) => {
    event.preventDefault();
    setOver(false);
    if (disabled || !event.dataTransfer.files.length) return;
    input.current.files = event.dataTransfer.files;
    take(event.dataTransfer.files[0]);
  };
  const shown = preview || src;
  return (
    <div className="drop" data-over={over} data-disabled={!!disabled} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
      <input ref={input} id={inputId} name={name} className="drop-input" type="file" accept={accept} capture={camera ? "environment" : undefined} disabled={disabled}
        aria-invalid={problem ? true : undefined} onChange={(event) => take(event.target.files[0])} />
      {shown ? <img className="drop-preview" src={shown} alt={file ? `Preview of ${file.name}` : "Uploaded file"} /> : (
        <svg className="icon" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true"><path d="M14.5 4h-5L7 7H4a2 2 0 0 0-2 2v9a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2V9a2 2 0 0 0-2-2h-3l-2.5-3z" /><circle cx="12" cy="13" r="3" /></svg>
      )}
      <span className="drop-words" aria-hidden="true">{file ? file.name : prompt}</span>
      {done !== null && done < 1 ? <progress className="progress" max={1} value={done} aria-label="Upload" /> : null}
      <span className="drop-state" role="status">{done === 1 ? "Sent" : done !== null ? `${Math.round(done * 100)} %` : ""}</span>
      {problem ? <span className="field-error" role="alert">{problem}{file && uploadUrl ? <button type="button" className="link drop-again" onClick={() => upload(file)}>Try again</button> : null}</span> : null}
    </div>
  );
}
