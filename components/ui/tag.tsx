import type { ReactNode } from "react";
import { cn } from "./cn";

const tones = {
  neutral: "bg-surface-hover text-fg-muted",
  positive: "bg-positive-soft text-positive",
  negative: "bg-negative-soft text-negative",
  warning: "bg-warning-soft text-warning",
  accent: "bg-accent-soft text-accent",
  live: "bg-production-soft text-production",
} as const;

export type TagProps = { tone?: keyof typeof tones; icon?: ReactNode; className?: string; children: ReactNode };

/** A short state or name: "Running, day 9", "Protected". `live` only for what users get now. */
export function Tag({ tone = "neutral", icon, className, children }: TagProps) {
  return (
    <span
      data-tag
      className={cn(
        "inline-flex h-[22px] items-center gap-1.5 whitespace-nowrap rounded-sm px-1.5 font-medium text-12 [&>svg]:size-3.5",
        tones[tone],
        className,
      )}
    >
      {icon}
      {children}
    </span>
  );
}

const words = {
  positive: "text-positive",
  negative: "text-negative",
  warning: "text-warning",
  neutral: "text-fg-muted",
} as const;

/** A result in one word with its icon: "Passed", "Blocked", "Waiting, 140 of 200". */
export function Reading({ tone, icon, children }: { tone: keyof typeof words; icon: ReactNode; children: ReactNode }) {
  return (
    <span
      className={cn(
        "inline-flex items-center gap-1.5 whitespace-nowrap align-middle font-semibold [&>svg]:size-3.5",
        words[tone],
      )}
    >
      {icon}
      {children}
    </span>
  );
}
