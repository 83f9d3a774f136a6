// The scripts of payment vendors, loaded from the vendor and nowhere else, only when somebody is about to pay with it.
// What they hand over is passed on as it is: the server believes only what the vendor has signed.
const SCRIPTS = {
  razorpay: "https://checkout.razorpay.com/v1/checkout.js",
  stripe: "https://js.stripe.com/v3/",
};
// Marks a text for the catalogue, as in words.jsx; this module needs no React.
const msg = (text) => text;
const NOT_LOADED = msg("The payment window could not be loaded. Please check your connection and try again.");
const FAILED = msg("The payment did not go through. Please try again.");

const loading = new Map();

// The vendor's script, once per page; a failed attempt is forgotten, so that it can be tried again.
export function load(vendor) {
  if (!loading.has(vendor)) {
    const done = new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = SCRIPTS[vendor];
      script.async = true;
      script.onload = resolve;
      script.onerror = () => reject(new Error(NOT_LOADED));
      document.head.append(script);
    });
    done.catch(() => loading.delete(vendor));
    loading.set(vendor, done);
  }
  return loading.get(vendor);
}

// Opens Razorpay's window over the page. `tell` gets {answer} once it is paid, {closed} when it was closed without paying.
export async function openRazorpay(payload, tell) {
  await load("razorpay");
  // With a handler the browser stays here: the address to come back to is for pages without scripts.
  const { callback_url: _unused, ...options } = payload;
  const window_ = new globalThis.Razorpay({
    ...options,
    retry: { enabled: true },
    handler: (answer) => tell({ answer }),
    modal: { ondismiss: () => tell({ closed: true }), escape: true, confirm_close: true },
  });
  window_.open();
}

// Stripe's fields in `host`. Answers what confirms them: {answer} with what Stripe says, or {failed} with words.
export async function mountStripe(payload, host, dark) {
  await load("stripe");
  const stripe = globalThis.Stripe(payload.publishable_key);
  const elements = stripe.elements({
    clientSecret: payload.client_secret,
    appearance: { theme: dark ? "night" : "stripe", variables: { borderRadius: "8px", fontSizeBase: "16px" } },
  });
  const field = payload.payment_method ? null : elements.create("payment");
  field?.mount(host);
  return { confirm: () => confirm(stripe, elements, payload), leave: () => field?.destroy() };
}

async function confirm(stripe, elements, payload) {
  const params = { return_url: payload.return_url };
  const what = payload.payment_method
    ? { clientSecret: payload.client_secret, confirmParams: { ...params, payment_method: payload.payment_method } }
    : { elements, confirmParams: params };
  const saving = payload.intent === "setup";
  const told = await (saving ? stripe.confirmSetup : stripe.confirmPayment)({ ...what, redirect: "if_required" });
  if (told.error) return { failed: told.error.message ?? FAILED };
  const secret = payload.client_secret;
  const id = secret.split("_secret_")[0];
  const name = saving ? "setup_intent" : "payment_intent";
  return { answer: { [name]: id, [`${name}_client_secret`]: secret } };
}
