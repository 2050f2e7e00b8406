import { type RefObject, useLayoutEffect, useRef } from "react";

/** The value of the last render on the screen, for what runs later: an answer that arrives, a listener that stays. */
export function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  return latest;
}
