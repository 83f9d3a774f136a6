import { useEffect, useRef } from "react";
import { msg, spokenPath } from "../words/words.jsx";

const JUST_NOW_MS = 10_000;
const RETRY_MS = 3_000;

// The cookies are HttpOnly, so only REST can set them; a full navigation afterwards opens a socket that carries them.
async function call(method, path, body) {
  const answer = await fetch(path, {
    method,
    credentials: "same-origin",
    headers: body ? { "Content-Type": "application/json" } : {},
    body: body ? JSON.stringify(body) : undefined,
  });
  if (answer.ok) return;
  const problem = await answer.json().catch(() => ({}));
  const error = new Error(problem.detail || problem.title || msg("Signing in did not work. Please try again."));
  error.status = answer.status;
  throw error;
}

function relative(path, otherwise) {
  return typeof path === "string" && /^\/(?![/\\])/.test(path) ? path : otherwise;
}

// Somebody who never signed in here is not asked for a renewal that cannot work.
const known = (audience) => `porter:known:${audience}`;

// Two tabs must not spend the same refresh token: one renews, the other sees that it was just done.
async function renew(audience, signInPath) {
  const mark = `porter:renewed:${audience}`;
  const justDone = () => Date.now() - Number(localStorage.getItem(mark) || 0) < JUST_NOW_MS;
  const tried = `porter:tried:${audience}`;
  const triedJustNow = Date.now() - Number(sessionStorage.getItem(tried) || 0) < JUST_NOW_MS;
  const signIn = () => {
    const here = location.pathname + location.search;
    location.replace(`${spokenPath(signInPath, audience)}?next=${encodeURIComponent(here)}`);
  };
  if (triedJustNow || !localStorage.getItem(known(audience))) return signIn();
  const once = async () => {
    if (!justDone()) {
      await call("POST", "/api/v1/auth/session/refresh", { audience });
      localStorage.setItem(mark, String(Date.now()));
    }
    sessionStorage.setItem(tried, String(Date.now()));
    location.reload();
  };
  try {
    await (navigator.locks ? navigator.locks.request(mark, once) : once());
  } catch (error) {
    if (error.status && error.status < 500) return signIn();
    setTimeout(() => renew(audience, signInPath), RETRY_MS);
  }
}

// Without an answer nobody has left: the cookies are still here, and the next person on this phone would be this one.
async function leave(audience, signInPath) {
  const afterwards = []; // what others on this page put away once the session is over
  dispatchEvent(new CustomEvent("porter:leaving", { detail: { afterwards } }));
  try {
    await call("DELETE", `/api/v1/auth/session?audience=${audience}`);
  } catch (error) {
    if (!error.status || error.status >= 500) return void setTimeout(() => leave(audience, signInPath), RETRY_MS);
  }
  sessionStorage.clear();
  localStorage.removeItem(known(audience));
  await Promise.allSettled(afterwards.map((each) => each()));
  location.assign(spokenPath(signInPath, audience));
}

export function SessionBridge({ audience, signInPath, homePath, ticket, next, renewing, leaving, onFailed }) {
  const failed = useRef(onFailed);
  failed.current = onFailed;
  useEffect(() => {
    if (!ticket) return;
    call("POST", "/api/v1/auth/session", { ticket })
      .then(() => {
        localStorage.setItem(known(audience), "yes");
        location.assign(relative(next, homePath));
      })
      .catch((error) => failed.current?.(error.status ? error.message : msg("No connection. Please try again.")));
  }, [ticket]);
  useEffect(() => {
    if (renewing && !ticket) renew(audience, signInPath);
  }, [renewing, audience]);
  useEffect(() => {
    if (!leaving) return;
    leave(audience, signInPath);
  }, [leaving]);
  return null;
}
