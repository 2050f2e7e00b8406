"use client";

import { Check, Minus, X } from "lucide-react";
import { cn } from "@/components/ui/cn";
import type { ComparedCase } from "@/lib/evaluation/comparison/views";
import { dimensionWords } from "@/lib/registry/gate/dimension-words";
import { type Dimension, dimensions } from "@/lib/registry/gate/dimensions";

type HeadsProps = { chosen: Dimension | null; onChoose: (dimension: Dimension | null) => void };

/** The headings of the mark columns: three letters, or the whole word for screen readers. A click filters by one. */
export function MarkHeads({ chosen, onChoose }: HeadsProps) {
  return (
    <span className="grid grid-cols-[repeat(4,24px)]">
      {dimensions.map((one) => (
        <button
          key={one}
          type="button"
          title={`${dimensionWords[one].name} alone`}
          aria-label={`${dimensionWords[one].name} alone`}
          aria-pressed={one === chosen}
          onClick={() => onChoose(one === chosen ? null : one)}
          className="h-6 rounded-sm text-11 text-fg-subtle transition-colors hover:bg-surface-hover hover:text-fg aria-pressed:bg-accent-soft aria-pressed:font-semibold aria-pressed:text-accent max-md:h-10"
        >
          {dimensionWords[one].short}
        </button>
      ))}
    </span>
  );
}

const words = { broken: "broken", fixed: "fixed", new: "", gone: "not measured now", same: "as before" } as const;

/** The four marks of a case: a tint for a change, a cross for a failure, a line if a dimension was not measured. */
export function CaseMarks({ one: { changes, result } }: { one: Pick<ComparedCase, "changes" | "result"> }) {
  return (
    <span className="grid grid-cols-[repeat(4,24px)] justify-items-center">
      {dimensions.map((dimension) => {
        const [change, passed] = [changes[dimension], result.passed[dimension]];
        const Icon = passed === null ? Minus : passed ? Check : X;
        const state = passed === null ? "not measured" : passed ? "passes" : "fails";
        const changeLabel = change ? words[change] : "";
        return (
          <span
            key={dimension}
            className={cn(
              "grid size-5 place-items-center rounded-sm text-fg-subtle",
              change === "broken" && "bg-negative-soft text-negative",
              change === "fixed" && "bg-positive-soft text-positive",
              passed === false && change !== "broken" && "text-negative",
            )}
          >
            <Icon className="size-3" />
            <span className="sr-only">{`, ${dimensionWords[dimension].name} ${changeLabel ? `${state}, ${changeLabel}` : state}`}</span>
          </span>
        );
      })}
    </span>
  );
}
