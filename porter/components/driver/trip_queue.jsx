import { useCallback, useEffect, useMemo, useState } from "react";
import { queueStep, stepsOf } from "../../device/device_queue.js";
import { latestFix } from "../../device/device_sensors.js";
import { matters, project } from "./trip_plan.js";

// The newest refusal of this page. It outlives the panel: the one that is drawn without a connection gives way to another.
let unread = null;

// The job as it stands with everything that was pressed: what waits in the queue, and what was answered but not yet reloaded.
export function useTrip(job) {
  const [queued, setQueued] = useState([]);
  const [answered, setAnswered] = useState([]);
  const [refusal, remember] = useState(unread?.orderId === job.order_id ? unread : null);
  const [sending, setSending] = useState(null);
  const orderId = job.order_id;
  const setRefusal = useCallback((next) => remember((first) => (unread = typeof next === "function" ? next(first) : next)), []);

  const look = useCallback(() => stepsOf(orderId).then(setQueued, () => {}), [orderId]);
  useEffect(() => {
    setAnswered([]);
    if (unread?.orderId !== orderId) setRefusal(null);
    look();
    const heard = ({ detail }) => {
      if (!detail.step.path.includes(`/jobs/${orderId}/`)) return;
      if (detail.ok) setAnswered((all) => [...all, detail.step]);
      else if (detail.message) setRefusal((first) => first ?? { orderId, code: detail.code, message: detail.message, name: detail.name, fields: detail.step.fields, stopId: detail.step.fields.stop_id, left: detail.told.tries_left, cashMinor: detail.told.cash_to_collect_minor });
      setSending(null);
      look();
    };
    const uploading = ({ detail }) => setSending(detail.share);
    const listeners = { "porter:queued": look, "porter:answered": heard, "porter:uploading": uploading };
    for (const [name, listener] of Object.entries(listeners)) addEventListener(name, listener);
    return () => {
      for (const [name, listener] of Object.entries(listeners)) removeEventListener(name, listener);
    };
  }, [orderId, look]);
  // What the reloaded job already shows need not be remembered any longer.
  useEffect(() => setAnswered((all) => all.filter((step) => matters(job, step))), [job]);

  const now = useMemo(() => project(job, [...answered, ...queued]), [job, answered, queued]);
  const take = useCallback(
    (name, fields = {}, photo = null) => {
      setRefusal(null);
      const step = photo ? { method: "POST", path: `/api/v1/pilots/jobs/${orderId}/photos` } : { path: `/api/v1/pilots/jobs/${orderId}/status` };
      const said = photo ? fields : { action: name, ...fields };
      return queueStep({ ...step, name, fields: said, files: photo ? { photo } : null });
    },
    [orderId],
  );
  return { now, take, refusal, clearRefusal: () => setRefusal(null), waiting: queued.length, sending };
}

/** An amount as the API takes it: 4720 is "47.20". */
export const major = (minor) => `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, "0")}`;

/** Where the phone is, as a step says it. */
export function whereabouts() {
  const fix = latestFix();
  if (!fix || Date.now() - Date.parse(fix.at) > 60_000) return {};
  return { lat: fix.lat, lng: fix.lng, accuracy_m: fix.accuracy_m };
}

export function useOnline() {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    addEventListener("online", look);
    addEventListener("offline", look);
    return () => {
      removeEventListener("online", look);
      removeEventListener("offline", look);
    };
  }, []);
  return online;
}
