"use client";

import { Portal } from "radix-ui";
import { Popper } from "radix-ui/internal";
import { useEffect, useMemo } from "react";
import { Kbd } from "./kbd";
import { type ShownTooltip, tooltips } from "./tooltip-store";

/** Escape closes the tooltip and nothing under it. It also closes when its element is scrolled. */
function useEnd(anchor: Element): void {
  useEffect(() => {
    const scroll = ({ target }: Event) => {
      if (target instanceof Node && target.contains(anchor)) tooltips.hide();
    };
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      tooltips.hide();
    };
    window.addEventListener("keydown", closeOnEscape, { capture: true });
    window.addEventListener("scroll", scroll, { capture: true, passive: true });
    return () => {
      window.removeEventListener("keydown", closeOnEscape, { capture: true });
      window.removeEventListener("scroll", scroll, { capture: true });
    };
  }, [anchor]);
}

/** The visible tooltip, beside its element. */
export function TooltipBox({ shown: { anchor, content, keys, side = "top" } }: { shown: ShownTooltip }) {
  const virtualRef = useMemo(() => ({ current: anchor }), [anchor]);
  useEnd(anchor);
  return (
    <Popper.Root>
      <Popper.Anchor virtualRef={virtualRef} />
      <Portal.Root>
        <Popper.Content
          role="tooltip"
          side={side}
          sideOffset={6}
          collisionPadding={8}
          onPointerEnter={tooltips.keep}
          onPointerLeave={tooltips.hideLater}
          className="enter-fade pointer-events-auto z-50 flex max-w-72 items-center gap-2 rounded-sm bg-surface-inverse px-2 py-1 text-12 text-fg-inverse shadow-popover"
        >
          {content}
          {keys ? <Kbd keys={keys} inverse /> : null}
        </Popper.Content>
      </Portal.Root>
    </Popper.Root>
  );
}
