"use client";

import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import { type ReactElement, type ReactNode, useRef } from "react";
import { cn } from "./cn";
import { Kbd } from "./kbd";
import { Link } from "./link";
import { SheetScrim, useOpen } from "./sheet-scrim";
import { useIsNarrow } from "./use-is-narrow";

type MenuAct = {
  label: ReactNode;
  icon?: ReactNode;
  /** On the right, lighter. */
  hint?: ReactNode;
  keys?: string[];
  href?: string;
  onSelect?: () => void;
  /** A tick. The menu is then a choice. */
  checked?: boolean;
  danger?: boolean;
  off?: boolean;
};
export type MenuItem = MenuAct | "line" | { heading: ReactNode };

export type MenuProps = {
  trigger: ReactElement;
  label: string;
  items: readonly MenuItem[];
  align?: "start" | "center" | "end";
  side?: "top" | "bottom" | "left" | "right";
  className?: string;
  /** Called when its content can be loaded. */
  onOpen?: (() => void) | undefined;
};

function Act({ act }: { act: MenuAct }) {
  const style = cn(
    "flex min-h-8 cursor-pointer select-none items-center gap-2 rounded-md px-2 outline-none data-[highlighted]:bg-surface-hover data-[disabled]:cursor-not-allowed data-[disabled]:text-fg-subtle max-md:min-h-11 [&>.icon]:text-fg-subtle [&>svg]:text-fg-subtle",
    act.danger && "text-negative [&>svg]:text-negative",
  );
  const content = (
    <>
      {act.icon}
      <span className="min-w-0 flex-1 truncate">{act.label}</span>
      {act.hint ? <span className="text-12 text-fg-muted">{act.hint}</span> : null}
      {act.keys ? <Kbd keys={act.keys} /> : null}
      {act.checked ? <Check aria-hidden="true" className="size-3.5" /> : null}
    </>
  );
  if (act.checked !== undefined) {
    return (
      <Radix.CheckboxItem checked={act.checked} disabled={act.off} onSelect={() => act.onSelect?.()} className={style}>
        {content}
      </Radix.CheckboxItem>
    );
  }
  return (
    <Radix.Item asChild={Boolean(act.href)} disabled={act.off} onSelect={() => act.onSelect?.()} className={style}>
      {act.href ? <Link href={act.href}>{content}</Link> : content}
    </Radix.Item>
  );
}

// An action that opened a dialog moved the focus there. Returning it to the button would leave it behind the dialog.
function keepInDialog(event: Event): void {
  const dialog = document.activeElement?.closest('[role="dialog"]');
  const trigger = event.currentTarget instanceof Element ? event.currentTarget.getAttribute("aria-labelledby") : null;
  if (dialog && !dialog.contains(trigger ? document.getElementById(trigger) : null)) event.preventDefault();
}

/** A menu from a list of actions. A sheet from the bottom under 820 px. */
export function Menu({ trigger, label, items, align = "end", side = "bottom", className, onOpen }: MenuProps) {
  const state = useOpen(undefined, (open) => open && onOpen?.());
  const isSheet = useIsNarrow();
  const isPressed = useRef(false);
  return (
    <Radix.Root modal={false} {...state}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <SheetScrim open={state.open} />
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          // A sheet opens under the press that opened it, so the release of that press must not select an item.
          onPointerDownCapture={() => {
            isPressed.current = true;
          }}
          onPointerUpCapture={(event) => {
            if (isSheet && !isPressed.current) event.stopPropagation();
            isPressed.current = false;
          }}
          onCloseAutoFocus={keepInDialog}
          className={cn(
            "sheet enter-pop z-45 min-w-48 max-w-80 rounded-lg bg-surface-raised p-1 text-13 shadow-popover outline-none",
            className,
          )}
        >
          {items.map((item, index) => {
            const key = `${index}`;
            if (item === "line") return <Radix.Separator key={key} className="-mx-1 my-1 h-px bg-line" />;
            if ("heading" in item) {
              return (
                <Radix.Label key={key} className="px-2 pt-1.5 pb-1 text-12 text-fg-muted">
                  {item.heading}
                </Radix.Label>
              );
            }
            return <Act key={key} act={item} />;
          })}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
