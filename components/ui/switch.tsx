"use client";

import type { ReactNode } from "react";
import { cn } from "./cn";

export type SwitchProps = { label: ReactNode; isOn: boolean; onChange: (isOn: boolean) => void };

/** A setting that stays on until it is switched off. */
export function Switch({ label, isOn, onChange }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={isOn}
      onClick={() => onChange(!isOn)}
      className="inline-flex h-8 shrink-0 items-center gap-2 rounded-md px-1 font-medium max-md:h-10"
    >
      <span
        aria-hidden="true"
        className={cn(
          "relative h-[18px] w-8 rounded-full transition-colors after:absolute after:top-0.5 after:left-0.5 after:size-3.5 after:rounded-full after:bg-surface after:transition-transform after:content-['']",
          isOn ? "bg-ink after:translate-x-3.5" : "bg-line-control",
        )}
      />
      <span>{label}</span>
    </button>
  );
}
