import { useEffect, useState } from "react";

// Falls back to a selected textarea where the clipboard API is missing (plain http on a laptop's address).
async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  area.style.cssText = "position:fixed;opacity:0";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

export function CopyButton({ text, label = "Copy", done = "Copied" }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <button type="button" className="btn" data-variant="secondary" data-size="sm" onClick={() => copy(text).then(() => setCopied(true), () => setCopied(false))}>
      <span className="btn-in">
        <svg className="icon" width="16" height="16" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
          {copied ? <path d="M20 6 9 17l-5-5" /> : <><rect x="8" y="8" width="14" height="14" rx="2" /><path d="M4 16c-1.1 0-2-.9-2-2V4c0-1.1.9-2 2-2h10c1.1 0 2 .9 2 2" /></>}
        </svg>
        <span aria-live="polite">{copied ? done : label}</span>
      </span>
    </button>
  );
}
