"use client";

import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { Link } from "./link";

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

/** Switches between a few views. Takes effect at once. */
export function Segmented<Value extends string>({ label, value, onChange, options, className }: SegmentedProps<Value>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      className={cn(frame, className)}
      onValueChange={(next) => {
        const option = options.find((one) => one.value === next);
        if (option) onChange(option.value);
      }}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className={cn(part, option.value === value && chosen)}
        >
          {option.icon}
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
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
