import { useEffect, useLayoutEffect, useRef, useState } from "react";

const COUNTRY = "91";

// A pasted number comes in every shape: "+91 98765-43210", "09876543210", "0091 98765 43210".
export function nationalDigits(raw) {
  let digits = raw.replace(/\D/g, "");
  if (digits.length > 10) digits = digits.replace(/^0+/, "");
  if (digits.length > 10 && digits.startsWith(COUNTRY)) digits = digits.slice(2);
  if (digits.length > 10) digits = digits.replace(/^0+/, "");
  return digits.slice(0, 10);
}

const spaced = (digits) => (digits.length > 5 ? `${digits.slice(0, 5)} ${digits.slice(5)}` : digits);
const e164 = (digits) => (digits ? `+${COUNTRY}${digits}` : "");
const fromValue = (value) => nationalDigits((value ?? "").replace(/^\+91/, ""));

// What a quick person typed into the page before its scripts ran.
const typedEarly = (id) => (globalThis.document && !globalThis.porterBooted ? document.getElementById(id)?.value : "") || "";

export function PhoneInput({ inputId, name, value, disabled, onChange, onEnter, ref, ...rest }) {
  const [digits, setDigits] = useState(() => nationalDigits(typedEarly(inputId)) || fromValue(value));
  const told = useRef(value ?? "");
  const input = useRef(null);
  const caret = useRef(null);
  useEffect(() => {
    if (value === undefined || value === told.current) return;
    told.current = value;
    setDigits(fromValue(value));
  }, [value]);
  // Formatting moves the caret to the end; put it back behind the same digit.
  useLayoutEffect(() => {
    if (caret.current === null || !input.current) return;
    const at = caret.current > 5 ? caret.current + 1 : caret.current;
    input.current.setSelectionRange(at, at);
    caret.current = null;
  });

  const type = (event) => {
    const raw = event.target.value;
    const next = nationalDigits(raw);
    const before = raw.slice(0, event.target.selectionStart).replace(/\D/g, "").length;
    caret.current = next.length < raw.replace(/\D/g, "").length ? next.length : before;
    setDigits(next);
    told.current = e164(next);
    onChange?.(told.current);
  };
  return (
    <div className="input-shell phone-number">
      <span className="phone-country" aria-hidden="true">+{COUNTRY}</span>
      <input {...rest} ref={input} id={inputId} className="input num" type="tel" inputMode="tel" autoComplete="tel-national"
        placeholder="98765 43210" value={spaced(digits)} disabled={disabled} onChange={type}
        onKeyDown={(event) => event.key === "Enter" && onEnter?.(e164(digits))} />
      <input type="hidden" name={name} value={e164(digits)} />
    </div>
  );
}
