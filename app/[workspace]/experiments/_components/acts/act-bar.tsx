"use client";

import { Ellipsis } from "lucide-react";
import { Button, type ButtonProps } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";

/** An action as a button or a menu item. `off` says why it is disabled. */
export type BarAct = {
  id: string;
  label: string;
  variant?: ButtonProps["variant"];
  off?: string | null;
  href?: string;
  onSelect?: () => void;
};

const mostButtons = 3;

/** Shows up to three actions as buttons. With more, the first two are buttons and the others are in a menu. */
export function ActBar({ acts }: { acts: readonly BarAct[] }) {
  const shown = acts.length > mostButtons ? 2 : mostButtons;
  const more = acts.slice(shown);
  return (
    <>
      {acts.slice(0, shown).map(({ id, label, variant = "default", off = null, href, onSelect }) =>
        href === undefined ? (
          <Button key={id} variant={variant} off={off} onClick={onSelect}>
            {label}
          </Button>
        ) : (
          <Button key={id} variant={variant} off={off} href={href}>
            {label}
          </Button>
        ),
      )}
      {more.length > 0 ? (
        <Menu
          label="More for this experiment"
          trigger={
            <Button variant="quiet" iconEnd={<Ellipsis />}>
              More
            </Button>
          }
          items={more.map(({ label, off, href, onSelect }) => ({
            label,
            ...(off ? { off: true } : { ...(href !== undefined && { href }), ...(onSelect && { onSelect }) }),
          }))}
        />
      ) : null}
    </>
  );
}
