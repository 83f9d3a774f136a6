import { useEffect } from "react";

// Leaves the app for a page that is not one of its routes (a vendor's checkout), as a link would.
export function Leave({ to }) {
  useEffect(() => {
    if (to) window.location.assign(to);
  }, [to]);
  return null;
}
