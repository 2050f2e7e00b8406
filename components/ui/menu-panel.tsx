"use client";

import { Check } from "lucide-react";
import { Menu as Radix } from "radix-ui/internal";
import { type FocusEvent, type ReactElement, type ReactNode, type RefObject, useRef } from "react";
import { cn } from "./cn";
import { Kbd } from "./kbd";
import { Link } from "./link";
import { SheetScrim } from "./sheet-scrim";
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

type MenuPanelProps = Omit<MenuProps, "trigger" | "onOpen"> & {
  id: string;
  anchor: RefObject<HTMLButtonElement | null>;
  /** Whether a key opened it. Radix sees only keys after it has loaded. */
  isByKey: RefObject<boolean>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
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
      {act.checked ? <Check className="size-3.5" /> : null}
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

/** The open part of a menu, beside the trigger of its caller. */
export function MenuPanel({
  id,
  anchor,
  isByKey,
  open,
  onOpenChange,
  label,
  items,
  align = "end",
  side = "bottom",
  className,
}: MenuPanelProps) {
  const isSheet = useIsNarrow();
  const isPressed = useRef(false);
  const isLeft = useRef(false);
  // A click beside the menu, or an action that opened a dialog, moved the focus. It is not returned to the trigger.
  const giveBackFocus = (event: Event) => {
    event.preventDefault();
    const dialog = document.activeElement?.closest('[role="dialog"]');
    const isInDialog = dialog && !dialog.contains(anchor.current);
    if (!isLeft.current && !isInDialog) anchor.current?.focus();
    isLeft.current = false;
  };
  const focusFirst = ({ target, currentTarget }: FocusEvent<HTMLElement>) => {
    if (!isByKey.current || target !== currentTarget) return;
    isByKey.current = false;
    currentTarget.querySelector<HTMLElement>('[role^="menuitem"]:not([data-disabled])')?.focus();
  };
  return (
    <Radix.Root modal={false} open={open} onOpenChange={onOpenChange}>
      <Radix.Anchor virtualRef={anchor} />
      <SheetScrim open={open} />
      <Radix.Portal>
        <Radix.Content
          id={id}
          aria-label={label}
          aria-labelledby={anchor.current?.id}
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
          onFocus={focusFirst}
          onInteractOutside={() => {
            isLeft.current = true;
          }}
          onCloseAutoFocus={giveBackFocus}
          className={cn(
            "sheet enter-pop z-45 min-w-48 max-w-80 rounded-lg bg-surface-raised p-1 text-13 shadow-popover outline-none",
            className,
          )}
        >
          {inGroups(items).map(({ key, heading, items: own }) => (
            <Group key={key} id={`${id}-${key}`} heading={heading}>
              {own.map(([at, item]) =>
                item === "line" ? (
                  <Radix.Separator key={at} className="-mx-1 my-1 h-px bg-line" />
                ) : (
                  <Act key={at} act={item} />
                ),
              )}
            </Group>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type ItemGroup = { key: number; heading: ReactNode; items: [key: number, item: MenuAct | "line"][] };

/** The items under each heading. Items before the first heading have none. */
function inGroups(items: readonly MenuItem[]): ItemGroup[] {
  const groups: ItemGroup[] = [{ key: -1, heading: null, items: [] }];
  for (const [key, item] of items.entries())
    if (item !== "line" && "heading" in item) groups.push({ key, heading: item.heading, items: [] });
    else groups.at(-1)?.items.push([key, item]);
  return groups;
}

/** A heading is the name of the group, so that "Staging" under "Promote to" is read with it. */
function Group({ id, heading, children }: { id: string; heading: ReactNode; children: ReactNode }) {
  if (heading === null) return children;
  return (
    <Radix.Group aria-labelledby={id}>
      <Radix.Label id={id} className="px-2 pt-1.5 pb-1 text-12 text-fg-muted">
        {heading}
      </Radix.Label>
      {children}
    </Radix.Group>
  );
}
