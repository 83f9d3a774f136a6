// Whose work is on this phone. Drivers share phones: what one of them has stored is never sent as another's.
import { ofAccount, removeOf } from "./device_store.js";

const COOKIE = "porter_driver_id";
const SESSION = "/api/v1/auth/session?audience=driver";
const ASK_AGAIN_MS = 10_000;

let asked = 0;
let asking = null;

// The account of this browser's session, as the server sets it together with the session's own cookies; "" for nobody.
export function signedIn() {
  const found = document.cookie.split("; ").find((each) => each.startsWith(`${COOKIE}=`));
  return found ? found.slice(COOKIE.length + 1) : "";
}

// The same. A browser that has lost just this cookie asks for it.
export async function whoIsHere() {
  if (signedIn() || Date.now() - asked < ASK_AGAIN_MS) return (await asking, signedIn());
  asked = Date.now();
  asking = fetch(SESSION, { credentials: "same-origin" }).catch(() => {});
  await asking;
  return signedIn();
}

// The oldest of what the person here has stored.
export async function mine(store, limit) {
  const account = signedIn();
  return account ? ofAccount(store, account, limit) : [];
}

// Positions and the kept job of somebody who leaves. Steps that were not sent stay: they are the proof of work that was done.
export const forget = (account) => Promise.all([removeOf("fixes", account), removeOf("kept", account)]);
