"use client";

import { type KeyboardEvent, type PointerEvent, useId, useRef, useState } from "react";
import { lateCode } from "./late-code";
import type { MenuProps } from "./menu-panel";
import { PanelTrigger } from "./panel-trigger";
import { useOpen } from "./use-open";

export type { MenuItem, MenuProps } from "./menu-panel";

/** The open part of all menus. It loads when the page is idle, or when a trigger is touched earlier. */
export const menuPanel = lateCode(() => import("./menu-panel").then(({ MenuPanel }) => MenuPanel));

/** A menu from a list of actions. A sheet from the bottom under 820 px. */
export function Menu({ trigger, onOpen, ...panel }: MenuProps) {
  const { open, onOpenChange } = useOpen(undefined, (isOpen) => isOpen && onOpen?.());
  const [isNear, setNear] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const isByKey = useRef(false);
  const [triggerId, panelId] = [useId(), useId()];
  const Panel = menuPanel.use();
  const prepare = () => {
    menuPanel.ask();
    setNear(true);
  };
  const change = (isOpen: boolean) => {
    setNear(true);
    onOpenChange(isOpen);
    if (isOpen) menuPanel.need(() => onOpenChange(false));
  };
  const openOnPress = (event: PointerEvent) => {
    if (event.button !== 0 || event.ctrlKey) return;
    isByKey.current = false;
    change(!open);
    if (!open) event.preventDefault(); // the menu takes the focus
  };
  const openOnKey = (event: KeyboardEvent) => {
    if (!["Enter", " ", "ArrowDown"].includes(event.key)) return;
    isByKey.current = true;
    change(event.key === "ArrowDown" || !open);
    event.preventDefault();
  };
  return (
    <>
      <PanelTrigger
        id={triggerId}
        opens="menu"
        open={open}
        panelId={panelId}
        anchor={anchor}
        prepare={prepare}
        trigger={trigger}
        onPointerDown={openOnPress}
        onKeyDown={openOnKey}
      />
      {isNear && Panel ? (
        <Panel {...panel} id={panelId} anchor={anchor} isByKey={isByKey} open={open} onOpenChange={onOpenChange} />
      ) : null}
    </>
  );
}
