"use client";

import { useState } from "react";
import { cn } from "./cn";
import { moveFocus } from "./roving-focus";
import { chosen, frame, part, type SegmentLabel } from "./segment-style";

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
