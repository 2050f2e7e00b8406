"use client";

import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { cn } from "./cn";
import { Link } from "./link";
import { Spinner } from "./spinner";
import { Tooltip } from "./tooltip";

export type IconButtonProps = Omit<ComponentProps<"button">, "disabled" | "children"> & {
  /** The name for screen readers and the tooltip. */
  label: string;
  /** What it acts on, where a list has many of these buttons. Screen readers read it after the label. */
  of?: string;
  icon: ReactNode;
  size?: "sm" | "md";
  keys?: string[];
  busy?: boolean;
  off?: boolean;
  href?: string;
};

export function IconButton({
  label,
  of,
  icon,
  size = "md",
  keys,
  busy,
  off,
  href,
  className,
  onClick,
  ...rest
}: IconButtonProps) {
  const name = of ? `${label}: ${of}` : label;
  const style = cn(
    "icon-button max-md:size-10",
    size === "sm" ? "size-7" : "size-8",
    off && "text-fg-subtle opacity-60 hover:bg-transparent hover:text-fg-subtle",
    className,
  );
  return (
    <Tooltip content={label} keys={keys}>
      {href && !off ? (
        <Link href={href} aria-label={name} className={style}>
          {icon}
        </Link>
      ) : (
        <button
          type="button"
          {...rest}
          aria-label={name}
          aria-disabled={off || busy ? true : undefined}
          aria-busy={busy || undefined}
          className={style}
          onClick={(event: MouseEvent<HTMLButtonElement>) => {
            if (off || busy) event.preventDefault();
            else onClick?.(event);
          }}
        >
          {busy ? <Spinner /> : icon}
        </button>
      )}
    </Tooltip>
  );
}
