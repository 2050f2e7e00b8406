"use client";

import { useState } from "react";
import { Input } from "@/components/ui/input";

type Props = { label: string; value: number; onChange: (share: number) => void };

/** A share in percent. It may be empty while typing. An invalid value is corrected on blur. */
export function ShareInput({ label, value, onChange }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const type = (text: string) => {
    const digits = text.replace(/\D/g, "").slice(0, 2);
    setTyped(digits);
    if (Number(digits) > 0) onChange(Number(digits));
  };
  return (
    <span className="relative">
      <Input
        aria-label={label}
        inputMode="numeric"
        value={typed ?? value}
        onChange={(event) => type(event.target.value)}
        onBlur={() => setTyped(null)}
        className="pr-7 text-right tabular-nums"
      />
      <span aria-hidden="true" className="-translate-y-1/2 absolute top-1/2 right-2.5 text-fg-muted">
        %
      </span>
    </span>
  );
}
