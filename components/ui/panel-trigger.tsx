"use client";

import { Slot } from "radix-ui";
import type { ComponentProps, ReactElement, Ref } from "react";

type Props = Omit<ComponentProps<typeof Slot.Root>, "children" | "ref"> & {
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
    <Slot.Root
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
    </Slot.Root>
  );
}
