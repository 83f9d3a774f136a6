// What the trip looks like once the steps that still wait in the phone's queue have been taken. Pure.
// Without a connection the driver goes on by this; with one the server's own answer replaces it at once.
const msg = (text) => text; // marks a text for the catalogue
const LABELS = {
  go_to_pickup: "I have arrived at the pickup",
  arrived_pickup: "Start loading",
  loading: "Take a photo of the goods",
  pickup_otp: "Enter the pickup code",
  go_to_drop: "I have arrived at the drop",
  arrived_drop: "Take a photo of the delivery",
  drop_otp: "Enter the delivery code",
  return_goods: "Goods are back at the pickup",
  done: "Done",
};
const OPEN = ["pending", "arrived"];

export function project(job, steps) {
  const trip = beginning(job);
  for (const step of steps) take(trip, step);
  const stop = target(trip);
  const step = stepAt(trip, stop);
  const same = step === job.step && stop?.id === job.next_stop?.id;
  return { step, stop, label: same ? job.step_label : LABELS[step], hasPhoto: Boolean(stop && trip.photos.has(stop.id)), place: placeName(trip, stop), placeValues: { number: stop?.sequence, drops: drops(trip) } };
}

/** Whether a step changes anything: one that the server has already counted does not. */
export function matters(job, step) {
  const before = JSON.stringify(summary(beginning(job)));
  const after = beginning(job);
  take(after, step);
  return JSON.stringify(summary(after)) !== before;
}

function beginning(job) {
  return {
    stops: job.stops.map((stop) => ({ ...stop })),
    loading: !["go_to_pickup", "arrived_pickup"].includes(job.step),
    photos: new Set(job.photos.length && job.next_stop ? [job.next_stop.id] : []),
    needs: (stop) => (stop.id === job.next_stop?.id ? job.photo_required : stop.kind === "drop" && job.photo_at_drop),
    returning: job.step === "return_goods",
    ended: job.step === "done",
  };
}

function take(trip, { name, fields }) {
  const stop = trip.stops.find((one) => one.id === fields.stop_id);
  if (name === "photo") trip.photos.add(fields.stop_id);
  if (name === "arrive" && stop?.status === "pending") stop.status = "arrived";
  if (name === "start_loading") trip.loading = true;
  if (name === "hand_over" && stop && OPEN.includes(stop.status)) stop.status = "done";
  if (name === "fail" && stop && OPEN.includes(stop.status)) stop.status = "failed";
  if (name === "return_goods") trip.ended = true;
}

function target(trip) {
  if (trip.ended) return null;
  const next = trip.returning ? null : trip.stops.find((stop) => OPEN.includes(stop.status));
  if (next) return next;
  const delivered = trip.stops.some((stop) => stop.kind === "drop" && stop.status === "done");
  return delivered && !trip.returning ? null : trip.stops[0];
}

function stepAt(trip, stop) {
  if (!stop) return "done";
  if (!OPEN.includes(stop.status)) return "return_goods";
  const photoFirst = trip.needs(stop) && !trip.photos.has(stop.id);
  if (stop.kind === "pickup") {
    if (stop.status === "pending") return "go_to_pickup";
    if (!trip.loading) return "arrived_pickup";
    return photoFirst ? "loading" : "pickup_otp";
  }
  if (stop.status === "pending") return "go_to_drop";
  return photoFirst ? "arrived_drop" : "drop_otp";
}

function placeName(trip, stop) {
  if (!stop || stop.kind === "pickup") return msg("Pickup");
  return drops(trip) > 1 ? msg("Drop {number} of {drops}") : msg("Drop");
}

const drops = (trip) => trip.stops.filter((one) => one.kind === "drop").length;

const summary = (trip) => [trip.stops.map((stop) => stop.status), trip.loading, trip.ended, [...trip.photos]];
