"use client";

import { createContext, type ReactElement, useContext, useEffect, useId, useRef, useState } from "react";
import { lateCode } from "./late-code";
import { PanelTrigger } from "./panel-trigger";
import type { PopoverProps } from "./popover-panel";
import { Slot } from "./slot";
import { useTypedAhead } from "./typed-ahead";
import { useLatest } from "./use-latest";
import { useOpen } from "./use-open";
import { useOpener } from "./use-opener";

/** The open part of all popovers. It loads when the page is idle, or when a trigger is touched earlier. */
export const popoverPanel = lateCode(() => import("./popover-panel").then(({ PopoverPanel }) => PopoverPanel));

const Close = createContext(() => {});

/** A button in a popover that closes it. */
export function PopoverClose({ children }: { children: ReactElement }) {
  return <Slot onClick={useContext(Close)}>{children}</Slot>;
}

/** Floats beside its trigger. A sheet from the bottom under 820 px. */
export function Popover({ trigger, open: controlled, onOpenChange: onChange, children, ...panel }: PopoverProps) {
  const { open, onOpenChange } = useOpen(controlled, onChange);
  const [isNear, setNear] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const opener = useOpener(open);
  const panelId = useId();
  const latest = useLatest(onOpenChange);
  const Panel = popoverPanel.use();
  const prepare = () => {
    popoverPanel.ask();
    setNear(true);
  };
  if (open && !isNear) setNear(true);
  useTypedAhead(open && !Panel);
  useEffect(() => {
    if (open) popoverPanel.need(() => latest.current(false));
  }, [open, latest]);
  return (
    <>
      <PanelTrigger
        opens="dialog"
        open={open}
        panelId={panelId}
        anchor={anchor}
        prepare={prepare}
        trigger={trigger}
        // The second click of a double click does not close what the first one opened.
        onClick={({ detail }) => onOpenChange(detail > 1 || !open)}
      />
      {isNear && Panel ? (
        <Panel {...panel} id={panelId} anchor={anchor} opener={opener} open={open} onOpenChange={onOpenChange}>
          <Close value={() => onOpenChange(false)}>{children}</Close>
        </Panel>
      ) : null}
    </>
  );
}
