import { useEffect, useRef, useState } from "react";
import { put, remove } from "../../device/device_store.js";
import { Elapsed } from "../../ui/progress/clock.jsx";
import { latestFix, metresBetween } from "../../device/device_sensors.js";
import { DoneStep, StepActions } from "./trip_steps.jsx";
import { ReasonSheet } from "./reason_sheet.jsx";
import { useOnline, useTrip, whereabouts } from "./trip_queue.jsx";

const GIVE_BACK = ["My vehicle broke down", "The goods do not fit", "The pickup is too far", "Nobody is at the pickup"];
const FAIL = ["Nobody is there", "The goods were refused", "The address is wrong", "The place is closed", "The goods are damaged"];
const FAR = ["The road is closed", "The pin is in the wrong place", "The customer asked me to wait here", "My GPS is wrong"];
const SAID_ELSEWHERE = ["handover_code_wrong", "stop_locked", "too_far", "position_unknown"];
const CERTAINLY_FAR_M = 150;

// The job in hand: one next stop, one thing to do there. It goes on without a connection, by the phone's own queue.
export function TripPanel({ job, etaText = "", leftText = "", seenText = "", onGiveBack, onDone }) {
  const trip = useTrip(job);
  const { now, take, refusal } = trip;
  const online = useOnline();
  const [sheet, setSheet] = useState("");
  const [photographing, setPhotographing] = useState(false);
  useEffect(() => setPhotographing(false), [now.stop?.id, now.step]);
  useEffect(() => void put("kept", { seq: "job", job, at: Date.now() }).catch(() => {}), [job]);
  useEffect(() => {
    if (refusal?.code === "too_far" || refusal?.code === "position_unknown") setSheet("far");
  }, [refusal]);
  const stop = now.stop;
  const arrive = (reason) => {
    const name = now.step === "return_goods" ? "return_goods" : "arrive";
    if (!reason && !online && isFar(stop)) return setSheet("far");
    setSheet("");
    const cash = name === "return_goods" && job.cash_to_collect_minor ? { collected_minor: job.cash_to_collect_minor } : {};
    take(name, { stop_id: stop.id, ...whereabouts(), ...cash, ...(reason ? { far_reason: reason } : {}) });
  };
  if (now.step === "done") return <DoneStep waiting={trip.waiting} online={online} onDone={onDone} />;
  const atPickup = stop.kind === "pickup" && now.step !== "return_goods";
  return (
    <section className="drive-panel" aria-label={`Order ${job.number}`}>
      <StopHead now={now} job={job} eta={etaText} left={leftText} seen={seenText} />
      <StopTools job={job} now={now} sending={trip.sending} onPhoto={() => setPhotographing(true)} onTrouble={() => setSheet(atPickup ? "give_back" : "fail")} />
      <StopNotes job={job} now={now} />
      <Problem refusal={refusal} onClose={trip.clearRefusal} />
      {trip.waiting && !online ? <p className="drive-later" role="status">{trip.waiting === 1 ? "One step is" : `${trip.waiting} steps are`} kept on this phone and will be sent when you are back online.</p> : null}
      <StepActions job={job} trip={trip} onArrive={() => arrive("")} photographing={photographing} onPhotographed={() => setPhotographing(false)} />
      <p className="sr-only" aria-live="polite">{now.place}: {now.label}</p>
      <ReasonSheet open={sheet === "far"} title="You are not at the stop yet" lead={refusal?.message ?? `You are ${metresText(stop)} from the stop. Go closer, or say why you cannot.`}
        reasons={FAR} confirm="I am here" onClose={() => setSheet("")} onConfirm={arrive} />
      <ReasonSheet open={sheet === "give_back"} title="Give this job back?" lead={online ? "Another driver is found. This job will not come to you again." : "You are offline. Giving a job back needs a connection."}
        reasons={GIVE_BACK} confirm="Give the job back" danger disabled={!online} onClose={() => setSheet("")} onConfirm={(reason) => (setSheet(""), onGiveBack?.(reason))} />
      <ReasonSheet open={sheet === "fail"} title="The goods cannot be handed over?" lead="Call first. The customer is told the reason; if this was the only drop, you bring the goods back to the pickup."
        reasons={FAIL} confirm="Mark as failed" danger onClose={() => setSheet("")} onConfirm={(reason) => (setSheet(""), take("fail", { stop_id: stop.id, reason }))} />
    </section>
  );
}

function StopHead({ now, job, eta, left, seen }) {
  const { stop } = now;
  const onTheWay = now.step.startsWith("go_to") || now.step === "return_goods";
  const more = [stop.landmark, stop.floor].filter(Boolean).join(" · ");
  return (
    <header className="drive-head">
      <div className="drive-line">
        <span className="drive-place" data-kind={stop.kind}>{now.step === "return_goods" ? "Back to the pickup" : now.place}</span>
        <span className="num">{job.number}</span>
      </div>
      {onTheWay ? (
        <p className="drive-eta num">{eta || "On the way"}{eta && left ? <span className="drive-left">{left}</span> : null}{!eta && seen ? <span className="drive-left">{seen}</span> : null}</p>
      ) : stop.arrived_at ? (
        <p className="drive-eta num"><Elapsed since={stop.arrived_at} /><span className="drive-left">waiting</span></p>
      ) : <p className="drive-eta">At the {stop.kind}</p>}
      {job.waiting && !onTheWay && stop.sequence === job.waiting.sequence ? <p className="drive-more num" role="note">{job.waiting.text}</p> : null}
      <h1 className="drive-address">{stop.address}</h1>
      {more ? <p className="drive-more">{more}</p> : null}
    </header>
  );
}

function StopTools({ job, now, sending, onPhoto, onTrouble }) {
  const { stop, step } = now;
  const onTheWay = step.startsWith("go_to") || step === "return_goods";
  const troubleOff = step === "go_to_drop" || step === "return_goods";
  const there = `https://www.google.com/maps/dir/?api=1&destination=${stop.lat},${stop.lng}`;
  const url = stop.id === job.next_stop?.id && job.navigate_url ? job.navigate_url : there;
  return (
    <div className="drive-tools">
      {onTheWay ? <a className="btn" data-variant="secondary" href={url} target="_blank" rel="noreferrer"><Mark d="m3 11 19-9-9 19-2-8z" />Navigate</a> : (
        <button type="button" className="btn" data-variant="secondary" disabled={sending !== null} onClick={onPhoto}>
          <Mark d="M14.5 4h-5L7 7H4a2 2 0 0 0-2 2v9a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2V9a2 2 0 0 0-2-2h-3zM12 16a3 3 0 1 0 0-6 3 3 0 0 0 0 6z" />{sending !== null ? `${Math.round(sending * 100)} %` : now.hasPhoto ? "Photo ✓" : "Photo"}
        </button>)}
      {stop.contact_phone ? <a className="btn" data-variant="secondary" href={`tel:${stop.contact_phone}`} aria-label={`Call ${stop.contact_name || "the stop"}`}>
        <Mark d="M22 16.9v3a2 2 0 0 1-2.2 2 19.8 19.8 0 0 1-8.6-3 19.5 19.5 0 0 1-6-6 19.8 19.8 0 0 1-3.100-8.700A2 2 0 0 1 4.100 2h3a2 2 0 0 1 2 1.700c.1 1 .4 1.900.7 2.800a2 2 0 0 1-.5 2.100L8.100 9.900a16 16 0 0 0 6 6l1.300-1.300a2 2 0 0 1 2.100-.4c.9.3 1.800.6 2.800.7a2 2 0 0 1 1.700 2z" />Call</a> : null}
      {troubleOff ? null : <button type="button" className="btn" data-variant="ghost" onClick={onTrouble}>Problem?</button>}
    </div>
  );
}

function StopNotes({ job, now }) {
  const { stop } = now;
  const notes = [
    stop.contact_name && ["Contact", stop.contact_name],
    job.goods_text && stop.kind === "pickup" && ["Goods", job.goods_text],
    stop.note && ["At the stop", stop.note],
    job.note && ["Note", job.note],
  ].filter(Boolean);
  if (!notes.length) return null;
  return <dl className="drive-notes">{notes.map(([term, words]) => <div key={term}><dt>{term}</dt><dd>{words}</dd></div>)}</dl>;
}

function Problem({ refusal, onClose }) {
  if (!refusal || SAID_ELSEWHERE.includes(refusal.code)) return null;
  return (
    <div className="banner" data-tone="warn" role="alert">
      <div className="banner-words"><p className="banner-title">{refusal.message}</p></div>
      <button type="button" className="btn btn-icon" data-variant="ghost" aria-label="Close" onClick={onClose}><Mark d="M18 6 6 18M6 6l12 12" /></button>
    </div>
  );
}

const Mark = ({ d }) => (
  <svg className="icon" width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true"><path d={d} /></svg>
);

function isFar(stop) {
  const fix = latestFix();
  return !fix || metresBetween(fix, stop) > CERTAINLY_FAR_M + fix.accuracy_m;
}

function metresText(stop) {
  const fix = latestFix();
  if (!fix || !stop) return "some way";
  const metres = metresBetween(fix, stop);
  return metres < 1_000 ? `${Math.round(metres / 10) * 10} m` : `${(metres / 1_000).toFixed(1)} km`;
}

/** The kept job is over: nothing is left to show without a connection. */
export function ForgetTrip() {
  const done = useRef(false);
  useEffect(() => {
    if (!done.current) remove("kept", "job").catch(() => {});
    done.current = true;
  }, []);
  return null;
}
