import { useEffect, useRef, useState } from "react";

export function OtpInput({ inputId, name, length = 6, disabled, attempt = 0, onChange, onComplete, ref, ...rest }) {
  const [code, setCode] = useState("");
  const [focused, setFocused] = useState(false);
  const input = useRef(null);
  const sent = useRef("");
  useEffect(() => {
    if (!attempt) return;
    sent.current = "";
    setCode("");
    input.current?.focus();
  }, [attempt]);

  const type = (event) => {
    const next = event.target.value.replace(/\D/g, "").slice(0, length);
    setCode(next);
    onChange?.(next);
    if (next.length < length) sent.current = "";
    else if (next !== sent.current) {
      sent.current = next; // the same code is never sent twice by itself
      onComplete?.(next);
    }
  };
  const caret = Math.min(code.length, length - 1);
  return (
    <div className="otp" data-disabled={!!disabled}>
      <input {...rest} ref={input} id={inputId} name={name} className="otp-input" type="text" inputMode="numeric" pattern="[0-9]*"
        autoComplete="one-time-code" maxLength={length + 6} value={code} disabled={disabled} onChange={type}
        onFocus={(event) => { setFocused(true); event.target.setSelectionRange(code.length, code.length); }}
        onBlur={() => setFocused(false)} />
      <div className="otp-boxes" aria-hidden="true">
        {Array.from({ length }, (_, i) => (
          <span key={i} className="otp-box num" data-active={focused && i === caret} data-filled={i < code.length}>{code[i] ?? ""}</span>
        ))}
      </div>
    </div>
  );
}
