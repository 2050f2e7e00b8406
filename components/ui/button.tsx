"use client";

import type { VariantProps } from "class-variance-authority";
import { type ComponentProps, type MouseEvent, type ReactNode, useId } from "react";
import { buttonStyle } from "./button-style";
import { cn } from "./cn";
import { Kbd } from "./kbd";
import { Link } from "./link";
import { Spinner } from "./spinner";
import { Tooltip } from "./tooltip";

export type ButtonProps = Omit<ComponentProps<"button">, "disabled"> &
  Omit<VariantProps<typeof buttonStyle>, "off"> & {
    /** Before the label. 16 px without a label. */
    icon?: ReactNode;
    /** After the label. */
    iconEnd?: ReactNode;
    /** The label while the action runs ("Saving"). Clicks are ignored meanwhile. */
    busy?: string | false | null;
    /** Why the button is disabled. It stays focusable and shows the reason. `true` if the reason is shown beside it. */
    off?: string | boolean | null;
    /** Renders a link. */
    href?: string;
    keys?: string[];
  };

export function Button({
  variant,
  size,
  block,
  icon,
  iconEnd,
  busy,
  off,
  href,
  keys,
  className,
  children,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  const reasonId = useId();
  const style = cn(buttonStyle({ variant, size, block, off: Boolean(off) }), className);
  const content = (
    <>
      {busy ? <Spinner /> : icon}
      {busy || children}
      {busy ? null : iconEnd}
      {keys && !busy ? <Kbd keys={keys} className="bare max-md:hidden" /> : null}
    </>
  );

  if (href && !off && !busy) {
    return (
      <Link href={href} className={style} aria-label={rest["aria-label"]} id={rest.id} onClick={undefined}>
        {content}
      </Link>
    );
  }

  const reason = typeof off === "string" ? off : null;
  const button = (
    <button
      {...rest}
      type={type}
      className={style}
      aria-disabled={off || busy ? true : undefined}
      aria-busy={busy ? true : undefined}
      aria-describedby={reason ? reasonId : rest["aria-describedby"]}
      onClick={(event: MouseEvent<HTMLButtonElement>) => {
        if (off || busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {content}
    </button>
  );
  if (!reason) return button;
  return (
    <>
      <Tooltip content={reason}>{button}</Tooltip>
      <span id={reasonId} hidden>
        {reason}
      </span>
    </>
  );
}
