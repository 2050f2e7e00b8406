"use client";

import { useEffect } from "react";

/** Scrolls to the part that the address names, once it is there. The browser looks for it only while the page loads. */
export function ScrollHere({ id }: { id: string }) {
  useEffect(() => {
    if (window.location.hash === `#${id}`) document.getElementById(id)?.scrollIntoView();
  }, [id]);
  return null;
}
