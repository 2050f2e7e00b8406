import { type RefObject, useCallback, useLayoutEffect, useState } from "react";
import { rowWindow } from "@/lib/editing/cases/row-window";
import { headHeight, rowHeight } from "./grid-row";

/** What stays free above and below a row that was scrolled to. `scroll-padding` of the scroller has the same values. */
const padding = { top: headHeight + 2, bottom: 24 };

/** The rows of the grid to render, and what scrolls to a row. Before the grid is measured, it shows 700 px. */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, count: number, kept: number) {
  const [view, setView] = useState({ first: 0, shown: Math.ceil(700 / rowHeight) });
  const measure = useCallback(() => {
    const { scrollTop = 0, clientHeight = 0 } = scroller.current ?? {};
    if (clientHeight === 0) return;
    const first = Math.floor(scrollTop / rowHeight);
    const shown = Math.ceil(clientHeight / rowHeight) + 1;
    setView((before) => (before.first === first && before.shown === shown ? before : { first, shown }));
  }, [scroller]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, [scroller, measure]);
  const show = (row: number) => {
    const element = scroller.current;
    if (!element) return;
    const top = headHeight + row * rowHeight - padding.top;
    const bottom = headHeight + (row + 1) * rowHeight + padding.bottom - element.clientHeight;
    if (element.scrollTop > top) element.scrollTop = top;
    else if (element.scrollTop < bottom) element.scrollTop = bottom;
    measure();
  };
  return { ...rowWindow({ ...view, count, kept }), show };
}
