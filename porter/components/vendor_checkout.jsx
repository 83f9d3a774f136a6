import { useEffect, useRef, useState } from "react";

import { mountStripe, openRazorpay } from "./vendor_scripts.js";

// The checkout of a vendor inside our page: Razorpay opens a window of its own, Stripe draws its fields here.
export function VendorCheckout({ kind, payload, words, onAnswer, onFail }) {
  const host = useRef(null);
  const form = useRef(null);
  const [ready, setReady] = useState(kind !== "stripe");
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    if (kind !== "stripe" || !payload?.client_secret) return undefined;
    let gone = false;
    mountStripe(payload, host.current, document.documentElement.classList.contains("dark"))
      .then((mounted) => {
        if (gone) return mounted.leave();
        form.current = mounted;
        setReady(true);
      })
      .catch((error) => onFail?.(error.message));
    return () => {
      gone = true;
      form.current?.leave();
      form.current = null;
    };
  }, [kind, payload?.client_secret]);

  const finish = (told) => {
    setBusy(false);
    if (told.answer) onAnswer?.(told.answer);
    else if (told.failed) onFail?.(told.failed);
  };
  const pay = () => {
    setBusy(true);
    const going = kind === "stripe" ? form.current.confirm().then(finish) : openRazorpay(payload, finish);
    going.catch((error) => finish({ failed: error.message }));
  };
  return (
    <div className="grid gap-4">
      <div ref={host} hidden={kind !== "stripe"} />
      <button type="button" className="btn btn-full" data-variant="primary" data-size="lg" disabled={!ready || busy} aria-busy={busy || !ready} onClick={pay}>
        {busy || !ready ? <span className="btn-wait"><span className="spinner" aria-hidden="true" /></span> : null}
        <span className="btn-in">{words}</span>
      </button>
    </div>
  );
}
