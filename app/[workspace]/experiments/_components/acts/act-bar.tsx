"use client";

import { Ellipsis } from "lucide-react";
import { Button, type ButtonProps } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";

/** An act as a button, or as a line of the menu: `off` says why it cannot be done now. */
export type BarAct = {
  id: string;
  label: string;
  variant?: ButtonProps["variant"];
  off?: string | null;
  href?: string;
  onSelect?: () => void;
};

const mostButtons = 3;

/** Up to three acts stand as buttons; of more the first two do, and the rest is in a menu. */
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
