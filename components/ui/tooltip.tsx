"use client";

import { type FocusEvent, type PointerEvent, type ReactElement, useEffect, useRef, useSyncExternalStore } from "react";
import { lateCode } from "./late-code";
import { Slot } from "./slot";
import { type TooltipContent, tooltips } from "./tooltip-store";

export type TooltipProps = TooltipContent & { children: ReactElement };

const box = lateCode(() => import("./tooltip-box").then(({ TooltipBox }) => TooltipBox));

/** Shows the tooltip of the page. One for all, because a page has hundreds of buttons. */
export function TooltipHost() {
  const Box = box.use();
  const shown = useSyncExternalStore(tooltips.subscribe, tooltips.shown, () => null);
  return shown && Box ? <Box shown={shown} /> : null;
}

/** A short name or reason on hover and focus. It must never be the only place for this information. */
export function Tooltip({ content, keys, side, children }: TooltipProps) {
  const anchor = useRef<HTMLElement>(null);
  useEffect(() => tooltips.update(anchor.current, { content, keys, side }), [content, keys, side]);
  useEffect(() => {
    const element = anchor.current;
    return () => {
      if (tooltips.shown()?.anchor === element) tooltips.hide();
    };
  }, []);
  const enter = ({ pointerType, currentTarget }: PointerEvent) => {
    if (pointerType === "touch") return;
    box.ask();
    tooltips.showLater({ anchor: currentTarget, content, keys, side });
  };
  const focus = ({ currentTarget }: FocusEvent) => {
    if (!currentTarget.matches(":focus-visible")) return;
    box.ask();
    tooltips.show({ anchor: currentTarget, content, keys, side });
  };
  return (
    <Slot
      ref={anchor}
      onPointerEnter={enter}
      onPointerLeave={tooltips.hideLater}
      onPointerDown={tooltips.hide}
      onClick={tooltips.hide}
      onFocus={focus}
      onBlur={tooltips.hide}
    >
      {children}
    </Slot>
  );
}
