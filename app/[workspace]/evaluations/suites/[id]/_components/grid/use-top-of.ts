import { type RefObject, useLayoutEffect, useState } from "react";

/**
 * Where an element begins on the page, in pixels. What stands above it, such as a notice, may come, go and wrap. Null
 * before it is measured.
 */
export function useTopOf(element: RefObject<HTMLElement | null>): number | null {
  const [top, setTop] = useState<number | null>(null);
  useLayoutEffect(() => {
    const measure = () => {
      const box = element.current?.getBoundingClientRect();
      if (box && box.height > 0) setTop(Math.round(box.top + scrollY));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return top;
}
