import { useRef, useState } from "react";
import { queueStep } from "./device_queue.js";

// Wraps the controls of a trip step. Pressing sends through the queue, so it works without a connection and never twice.
export function StepForm({ path, method = "PUT", name, fields = {}, withFile = "", children, onQueued, onMissing }) {
  const [busy, setBusy] = useState(false);
  const form = useRef(null);
  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    const typed = new FormData(form.current);
    const file = withFile ? typed.get(withFile) : null;
    if (withFile && !(file && file.size)) return onMissing?.(withFile);
    setBusy(true);
    const words = Object.fromEntries([...typed].filter(([, value]) => typeof value === "string"));
    await queueStep({ path, method, name, fields: { ...fields, ...words }, files: withFile ? { [withFile]: file } : null });
    setBusy(false);
    onQueued?.(name);
  };
  return (
    <form ref={form} onSubmit={submit} aria-busy={busy}>
      {children}
    </form>
  );
}
