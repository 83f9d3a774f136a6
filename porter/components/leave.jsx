import { useEffect } from "react";

const LEFT = "porter-left";

// Leaves the app for a page that is not one of its routes (a vendor's checkout), as a link would. An address with a
// fragment is left for once: the state that names it may still be there when the person has come back.
export function Leave({ to }) {
  useEffect(() => {
    if (!to) return;
    const fragment = to.split("#")[1];
    if (fragment) {
      if (sessionStorage.getItem(LEFT) === fragment) return;
      sessionStorage.setItem(LEFT, fragment);
    }
    window.location.assign(to);
  }, [to]);
  return null;
}
