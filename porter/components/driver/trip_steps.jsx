import { useEffect, useRef, useState } from "react";
import { OtpInput } from "../../ui/otp_field/otp_field.jsx";
import { useWords } from "../../words/words.jsx";
import { PhotoBox } from "./photo_box.jsx";
import { major } from "./trip_queue.jsx";

const SETTLE_MS = 400;

// A second tap on the same place would already be the next step.
function useSettled(step) {
  const [settledStep, setSettled] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSettled(step), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [step]);
  return settledStep === step;
}

// What comes next is where the hand already is: the code's first box, or the large button. Not on the first look, and never
// out of something that is open.
function useFocusOnNext(place) {
  const first = useRef(true);
  useEffect(() => {
    if (first.current) return void (first.current = false);
    const lost = !document.activeElement || document.activeElement === document.body;
    if (lost) document.querySelector(".drive-step :is(.otp input, .btn-full)")?.focus({ preventScroll: true });
  }, [place]);
}

export function StepActions({ job, trip, onArrive, onHandOver, photographing, onPhotographed }) {
  const { now, take, sending } = trip;
  const { stop, step } = now;
  const say = useWords();
  const label = say(now.label);
  const settled = useSettled(`${stop.id} ${step}`);
  useFocusOnNext(`${stop.id} ${step}`);
  const press = (action) => ({ onClick: () => settled && action(), style: settled ? undefined : { pointerEvents: "none" } });
  const photo = (file) => {
    take("photo", { stop_id: stop.id, taken_at: new Date().toISOString() }, file);
    onPhotographed();
  };
  const onTheWay = step.startsWith("go_to") || step === "return_goods";
  const needsPhoto = step === "loading" || step === "arrived_drop";
  const wantsCode = step === "pickup_otp" || step === "drop_otp";
  const asksForCash = step === "return_goods" || (stop.kind === "drop" && !onTheWay && isLastDrop(job, stop));
  const cash = asksForCash ? job.cash_to_collect_text : "";
  return (
    <div className="drive-step">
      {cash ? <Cash text={cash} /> : null}
      {needsPhoto || photographing ? <PhotoBox label={needsPhoto ? label : say("Take a photo")} primary sending={sending} onUse={photo} onClose={needsPhoto ? null : onPhotographed} /> : null}
      {wantsCode && !photographing ? <CodeStep key={stop.id + step} trip={trip} job={job} stop={stop} cash={cash} onCode={onHandOver} pickup={step === "pickup_otp"} /> : null}
      {step === "arrived_pickup" && !photographing ? <Big {...press(() => take("start_loading", { stop_id: stop.id }))}>{label}</Big> : null}
      {onTheWay ? <Big {...press(onArrive)}>{label}</Big> : null}
    </div>
  );
}

const Big = (props) => <button type="button" className="btn btn-full" data-variant="primary" data-size="xl" {...props} />;

const isLastDrop = (job, stop) => job.stops[job.stops.length - 1].id === stop.id;

function Cash({ text }) {
  const say = useWords();
  return <div className="drive-cash" role="note"><span>{say("Collect in cash")}</span><strong className="num">{text}</strong></div>;
}

function CodeStep({ trip, job, stop, cash, onCode, pickup }) {
  const { now, refusal } = trip;
  const say = useWords();
  const wrong = refusal?.code === "handover_code_wrong" && refusal.stopId === stop.id;
  const locked = (refusal?.code === "stop_locked" && refusal.stopId === stop.id) || (stop.id === job.next_stop?.id && job.otp_tries_left === 0);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (wrong) setAttempt((n) => n + 1);
  }, [refusal]);
  if (locked) return <p className="drive-problem" role="alert">{say("This stop is locked after five wrong codes. Operations has been told and will call you.")}</p>;
  const id = `code-${stop.id}`;
  return (
    <div className="drive-code" data-invalid={wrong}>
      <label className="drive-code-label" htmlFor={id}>{say(now.label)}</label>
      <p className="drive-more">{pickup ? say("The customer sees it on their screen.") : say("The person who takes the goods has it.")}</p>
      <OtpInput inputId={id} name="otp" length={4} attempt={attempt} aria-describedby={`${id}-error`} aria-invalid={wrong || undefined} onComplete={(otp) => onCode({ otp, ...(cash ? { collected: major(job.cash_to_collect_minor) } : {}) })} />
      <p id={`${id}-error`} className="drive-problem" role="alert">{wrong ? say(refusal.message) : ""}</p>
    </div>
  );
}

export function DoneStep({ waiting, online, onDone }) {
  const say = useWords();
  return (
    <section className="drive-panel">
      <h1 className="drive-address">{say("All stops are done")}</h1>
      <p className="drive-more" role="status">{waiting ? (online ? say("Sending the last steps…") : say("The last steps are kept on this phone and will be sent when you are back online.")) : say("Closing the job…")}</p>
      {waiting ? null : <button type="button" className="btn btn-full" data-variant="primary" data-size="xl" onClick={onDone}>{say("Show my earnings")}</button>}
    </section>
  );
}
