import { useEffect, useRef, useState } from "react";
import { whoIsHere } from "../../device/device_account.js";
import { put, remove } from "../../device/device_store.js";
import { Elapsed } from "../../ui/progress/clock.jsx";
import { latestFix, metresBetween } from "../../device/device_sensors.js";
import { CashFirst } from "./cash_first.jsx";
import { DoneStep, StepActions } from "./trip_steps.jsx";
import { ReasonSheet } from "./reason_sheet.jsx";
import { msg, useWords } from "../../words/words.jsx";
import { major, useOnline, useTrip, whereabouts } from "./trip_queue.jsx";

const GIVE_BACK = [msg("My vehicle broke down"), msg("The goods do not fit"), msg("The pickup is too far"), msg("Nobody is at the pickup")];
const FAIL = [msg("Nobody is there"), msg("The goods were refused"), msg("The address is wrong"), msg("The place is closed"), msg("The goods are damaged")];
const WHY_FAR = [msg("The road is closed"), msg("The pin is in the wrong place"), msg("The customer asked me to wait here"), msg("My GPS is wrong")];
const SAID_ELSEWHERE = ["too_far", "position_unknown", "cash_first"];
const SAID_AT_THE_CODE = ["handover_code_wrong", "stop_locked"];
const FAR = ["too_far", "position_unknown"];
const CERTAINLY_FAR_M = { arrive: 150, return_goods: 150, hand_over: 400, fail: 400 };

// The job in hand: one next stop, one thing to do there. It goes on without a connection, by the phone's own queue.
export function TripPanel({ job, etaText = "", leftText = "", seenText = "", onGiveBack, onDone }) {
  const trip = useTrip(job);
  const { now, take, refusal } = trip;
  const online = useOnline();
  const say = useWords();
  const [sheet, setSheet] = useState("");
  const [unsaid, setUnsaid] = useState(null); // the step that waits for a reason
  const [photographing, setPhotographing] = useState(false);
  useEffect(() => setPhotographing(false), [now.stop?.id, now.step]);
  useEffect(() => void keep(job).catch(() => {}), [job]);
  useEffect(() => {
    const asks = FAR.includes(refusal?.code) ? "far" : refusal?.code === "cash_first" ? "cash" : "";
    if (!asks) return;
    setUnsaid({ name: refusal.name, fields: refusal.fields });
    setSheet(asks);
  }, [refusal]);
  const stop = now.stop;
  // A step says where it was taken, also when it waits in the queue. Far from the stop it needs a reason: the server asks,
  // without a connection the phone.
  const takeHere = (name, fields) => {
    const said = { stop_id: stop.id, ...fields };
    if (online || !isFar(stop, CERTAINLY_FAR_M[name])) return (setSheet(""), take(name, { ...said, ...whereabouts() }));
    setUnsaid({ name, fields: said });
    setSheet("far");
  };
  const takeAnyway = (reason) => {
    const { lat, lng, accuracy_m, ...fields } = unsaid.fields;
    setSheet("");
    take(unsaid.name, { ...fields, ...whereabouts(), far_reason: reason });
  };
  const failPaid = () => {
    const { lat, lng, accuracy_m, ...fields } = unsaid.fields;
    setSheet("");
    take(unsaid.name, { ...fields, ...whereabouts(), collected: major(refusal.cashMinor) });
  };
  const arrive = () => {
    const back = now.step === "return_goods";
    takeHere(back ? "return_goods" : "arrive", back && job.cash_to_collect_minor ? { collected: major(job.cash_to_collect_minor) } : {});
  };
  if (now.step === "done") return <DoneStep waiting={trip.waiting} online={online} onDone={onDone} />;
  const atPickup = stop.kind === "pickup" && now.step !== "return_goods";
  return (
    <section className="drive-panel" aria-label={say("Order {number}", { number: job.number })}>
      <StopHead now={now} job={job} {...(isAhead(job, stop) ? { eta: etaText, left: leftText, seen: seenText } : {})} />
      <StopTools job={job} now={now} sending={trip.sending} onPhoto={() => setPhotographing(true)} onTrouble={() => setSheet(atPickup ? "give_back" : "fail")} />
      <StopNotes job={job} now={now} />
      <Problem refusal={refusal} now={now} onClose={trip.clearRefusal} />
      {trip.waiting && !online ? <p className="drive-later" role="status">{trip.waiting === 1 ? say("One step is kept on this phone and will be sent when you are back online.") : say("{count} steps are kept on this phone and will be sent when you are back online.", { count: trip.waiting })}</p> : null}
      <StepActions job={job} trip={trip} onArrive={arrive} onHandOver={(fields) => takeHere("hand_over", fields)} photographing={photographing} onPhotographed={() => setPhotographing(false)} />
      <p className="sr-only" aria-live="polite">{say(now.place, now.placeValues)}: {say(now.label)}</p>
      <ReasonSheet open={sheet === "far"} title={say("You are not at the stop yet")} lead={say(refusal?.message ?? farText(stop))}
        reasons={WHY_FAR} confirm={say("I am here")} onClose={() => setSheet("")} onConfirm={takeAnyway} />
      <CashFirst open={sheet === "cash"} text={refusal?.message ?? ""} onClose={() => setSheet("")} onTaken={failPaid} />
      <ReasonSheet open={sheet === "give_back"} title={say("Give this job back?")} lead={online ? say("Another driver is found. This job will not come to you again.") : say("No network. Giving a job back needs a connection.")}
        reasons={GIVE_BACK} confirm={say("Give the job back")} danger disabled={!online} onClose={() => setSheet("")} onConfirm={(reason) => (setSheet(""), onGiveBack?.(reason))} />
      <ReasonSheet open={sheet === "fail"} title={say("The goods cannot be handed over?")} lead={say("Call first. The customer is told the reason; if this was the only drop, you bring the goods back to the pickup.")}
        reasons={FAIL} confirm={say("Mark as failed")} danger onClose={() => setSheet("")} onConfirm={(reason) => takeHere("fail", { reason })} />
    </section>
  );
}

// What the server says of the way is about the stop that it knows to be next: a phone without a connection is further on.
const isAhead = (job, stop) => !job.next_stop || job.next_stop.id === stop.id;

function StopHead({ now, job, eta, left, seen }) {
  const say = useWords();
  const { stop } = now;
  const onTheWay = now.step.startsWith("go_to") || now.step === "return_goods";
  const more = [stop.landmark, stop.floor].filter(Boolean).join(" · ");
  return (
    <header className="drive-head">
      <div className="drive-line">
        <span className="drive-place" data-kind={stop.kind}>{now.step === "return_goods" ? say("Back to the pickup") : say(now.place, now.placeValues)}</span>
        <span className="num">{job.number}</span>
      </div>
      {onTheWay ? (
        <p className="drive-eta num">{eta || say("On the way")}{eta && left ? <span className="drive-left">{left}</span> : null}{!eta && seen ? <span className="drive-left">{say(seen)}</span> : null}</p>
      ) : stop.arrived_at ? (
        <p className="drive-eta num"><Elapsed since={stop.arrived_at} /><span className="drive-left">{say("waiting")}</span></p>
      ) : <p className="drive-eta">{stop.kind === "pickup" ? say("At the pickup") : say("At the drop")}</p>}
      {job.waiting && !onTheWay && stop.sequence === job.waiting.sequence ? <p className="drive-more num" role="note">{job.waiting.text}</p> : null}
      <h1 className="drive-address">{stop.address}</h1>
      {more ? <p className="drive-more">{more}</p> : null}
    </header>
  );
}

function StopTools({ job, now, sending, onPhoto, onTrouble }) {
  const say = useWords();
  const { stop, step } = now;
  const onTheWay = step.startsWith("go_to") || step === "return_goods";
  const troubleOff = step === "go_to_drop" || step === "return_goods";
  const there = `https://www.google.com/maps/dir/?api=1&destination=${stop.lat},${stop.lng}`;
  const url = stop.id === job.next_stop?.id && job.navigate_url ? job.navigate_url : there;
  const reached = stop.contact_phone ? stop : job.stops[0]; // where the drop has nobody, who sent the goods
  return (
    <div className="drive-tools">
      {onTheWay ? <a className="btn" data-variant="secondary" href={url} target="_blank" rel="noreferrer"><Mark d="m3 11 19-9-9 19-2-8z" />{say("Navigate")}</a> : (
        <button type="button" className="btn" data-variant="secondary" disabled={sending !== null} onClick={onPhoto}>
          <Mark d="M14.5 4h-5L7 7H4a2 2 0 0 0-2 2v9a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2V9a2 2 0 0 0-2-2h-3zM12 16a3 3 0 1 0 0-6 3 3 0 0 0 0 6z" />{sending !== null ? `${Math.round(sending * 100)} %` : now.hasPhoto ? `${say("Photo")} ✓` : say("Photo")}
        </button>)}
      {reached.contact_phone ? <a className="btn" data-variant="secondary" href={`tel:${reached.contact_phone}`} aria-label={reached.contact_name ? say("Call {name}", { name: reached.contact_name }) : say("Call the stop")}>
        <Mark d="M22 16.9v3a2 2 0 0 1-2.2 2 19.8 19.8 0 0 1-8.6-3 19.5 19.5 0 0 1-6-6 19.8 19.8 0 0 1-3.100-8.700A2 2 0 0 1 4.100 2h3a2 2 0 0 1 2 1.700c.1 1 .4 1.900.7 2.800a2 2 0 0 1-.5 2.100L8.100 9.900a16 16 0 0 0 6 6l1.300-1.300a2 2 0 0 1 2.100-.4c.9.3 1.800.6 2.800.7a2 2 0 0 1 1.700 2z" />{say("Call")}</a> : null}
      {troubleOff ? null : <button type="button" className="btn" data-variant="ghost" onClick={onTrouble}>{say("Problem?")}</button>}
    </div>
  );
}

function StopNotes({ job, now }) {
  const say = useWords();
  const { stop } = now;
  const notes = [
    stop.contact_name && [say("Contact"), stop.contact_name],
    job.goods_text && stop.kind === "pickup" && [say("Goods"), job.goods_text],
    stop.note && [say("At the stop"), stop.note],
    job.note && [say("Note"), job.note],
  ].filter(Boolean);
  if (!notes.length) return null;
  return <dl className="drive-notes">{notes.map(([term, words]) => <div key={term}><dt>{term}</dt><dd>{words}</dd></div>)}</dl>;
}

// A wrong code is said where it is asked for again; a phone that is further on says it all the same.
function Problem({ refusal, now, onClose }) {
  const say = useWords();
  const isAtCode = SAID_AT_THE_CODE.includes(refusal?.code) && refusal.stopId === now.stop?.id && now.step.endsWith("_otp");
  if (!refusal || isAtCode || SAID_ELSEWHERE.includes(refusal.code)) return null;
  return (
    <div className="banner" data-tone="warn" role="alert">
      <div className="banner-words"><p className="banner-title">{say(refusal.message)}</p></div>
      <button type="button" className="btn btn-icon" data-variant="ghost" aria-label={say("Close")} onClick={onClose}><Mark d="M18 6 6 18M6 6l12 12" /></button>
    </div>
  );
}

const Mark = ({ d }) => (
  <svg className="icon" width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true"><path d={d} /></svg>
);

function isFar(stop, metres) {
  const fix = latestFix();
  return !fix || metresBetween(fix, stop) > metres + fix.accuracy_m;
}

// Without a connection the phone itself says how far it is.
function farText(stop) {
  return latestFix() && stop ? msg("You are not close enough to the stop. Go closer, or say why you cannot.") : msg("We do not know where you are. Please allow location, or say why you cannot.");
}

async function keep(job) {
  const account = await whoIsHere();
  if (account) await put("kept", { seq: "job", account, job, at: Date.now() });
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
