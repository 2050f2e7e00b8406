"use client";

import { type ReactNode, useState } from "react";
import { cn } from "./cn";
import { Link } from "./link";
import { moveFocus } from "./roving-focus";

const frame = "inline-flex max-w-full gap-0.5 overflow-x-auto rounded-md bg-surface-hover p-0.5";
const part =
  "flex h-6 items-center gap-1.5 whitespace-nowrap rounded-sm px-2 font-medium text-fg-muted transition-colors hover:text-fg focus-visible:-outline-offset-2 max-md:h-10 max-md:flex-1 max-md:justify-center max-md:px-3";
const chosen = "bg-surface-active text-fg shadow-[var(--lift-control),0_0_0_1px_var(--border)]";

type SegmentLabel = { label: ReactNode; icon?: ReactNode };

export type SegmentedProps<Value extends string> = {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly (SegmentLabel & { value: Value })[];
  className?: string;
};

/** Switches between a few views. Takes effect at once. Arrow keys move the focus, Space and Enter choose. */
export function Segmented<Value extends string>({ label, value, onChange, options, className }: SegmentedProps<Value>) {
  const [focused, setFocused] = useState<Value | null>(null);
  const chosenOption = options.find((option) => option.value === value) ?? options[0];
  return (
    <div role="radiogroup" aria-label={label} className={cn(frame, className)} onKeyDown={moveFocus}>
      {options.map((option) => (
        // biome-ignore lint/a11y/useSemanticElements: a radio input would choose what an arrow key only reaches
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          tabIndex={option.value === (focused ?? chosenOption?.value) ? 0 : -1}
          onFocus={() => setFocused(option.value)}
          onBlur={() => setFocused(null)}
          onClick={() => option.value !== value && onChange(option.value)}
          className={cn(part, option.value === value && chosen)}
        >
          {option.icon}
          {option.label}
        </button>
      ))}
    </div>
  );
}

export type SegmentedLinksProps = {
  label: string;
  items: readonly (SegmentLabel & { href: string; current?: boolean })[];
  className?: string;
};

/** The same control for a choice in the URL. */
export function SegmentedLinks({ label, items, className }: SegmentedLinksProps) {
  return (
    <nav aria-label={label} className={cn(frame, className)}>
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          replace
          scroll={false}
          aria-current={item.current ? "true" : undefined}
          className={cn(part, item.current && chosen)}
        >
          {item.icon}
          {item.label}
        </Link>
      ))}
    </nav>
  );
}
