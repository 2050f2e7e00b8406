"use client";

import { useState } from "react";
import { Input, Textarea } from "@/components/ui/input";

type NumberProps = {
  value: number | null;
  onChange: (value: number | null) => void;
  placeholder?: string | undefined;
};

/** A number typed as text. Empty: none. An invalid text is not passed to the form. */
export function NumberInput({ value, onChange, placeholder }: NumberProps) {
  const [text, setText] = useState(value === null ? "" : String(value));
  return (
    <Input
      inputMode="decimal"
      value={text}
      placeholder={placeholder}
      onChange={(event) => {
        setText(event.target.value);
        const typed = event.target.value.trim().replace(",", ".");
        const number = Number(typed);
        if (typed === "") onChange(null);
        else if (Number.isFinite(number)) onChange(number);
      }}
      onBlur={() => setText(value === null ? "" : String(value))}
    />
  );
}

/** A share as a whole percentage. */
export function PercentInput({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  return (
    <span className="flex items-center gap-2">
      <input
        type="range"
        aria-label="Passes from, in percent"
        min={0}
        max={100}
        step={5}
        value={Math.round(value * 100)}
        onChange={(event) => onChange(Number(event.target.value) / 100)}
        className="h-8 min-w-0 flex-1 accent-ink max-md:h-10"
      />
      <span className="w-12 text-right tabular-nums">{Math.round(value * 100)}&nbsp;%</span>
    </span>
  );
}

type LinesProps = {
  values: readonly string[];
  onChange: (values: string[]) => void;
  rows?: number;
  placeholder?: string;
  mono?: boolean;
};

/** Texts, one per line. */
export function LinesInput({ values, onChange, rows = 4, placeholder, mono }: LinesProps) {
  const [text, setText] = useState(values.join("\n"));
  return (
    <Textarea
      rows={rows}
      mono={mono ?? false}
      value={text}
      placeholder={placeholder}
      onChange={(event) => {
        setText(event.target.value);
        onChange(
          event.target.value
            .split("\n")
            .map((line) => line.trim())
            .filter(Boolean),
        );
      }}
    />
  );
}
