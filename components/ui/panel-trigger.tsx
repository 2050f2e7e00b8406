"use client";

import type { ComponentProps, ReactElement, Ref } from "react";
import { Slot } from "./slot";

type Props = Omit<ComponentProps<typeof Slot>, "children" | "ref"> & {
  opens: "menu" | "dialog";
  open: boolean;
  /** The ID of the open panel. */
  panelId: string;
  anchor: Ref<HTMLElement>;
  /** Called when the trigger is hovered or focused, to load the panel early. */
  prepare: () => void;
  trigger: ReactElement;
};

/** The trigger of a floating panel, with the state that assistive technology reads. */
export function PanelTrigger({ opens, open, panelId, anchor, prepare, trigger, ...handlers }: Props) {
  return (
    <Slot
      ref={anchor}
      aria-haspopup={opens}
      aria-expanded={open}
      aria-controls={open ? panelId : undefined}
      data-state={open ? "open" : "closed"}
      onPointerEnter={prepare}
      onFocus={prepare}
      {...handlers}
    >
      {trigger}
    </Slot>
  );
}
