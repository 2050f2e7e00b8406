"use client";

import { type ReactNode, useState, useTransition } from "react";
import type { DiffPart } from "@/components/diff/part";
import type { DiffSection } from "@/components/diff/types";
import { Button } from "@/components/ui/button";
import { reach } from "@/components/ui/reach";
import { loadDiffPart } from "../../actions/compare";

/** The two compared versions. `from` null: the whole content is new. */
export type DiffQuery = { workspace: string; name: string; from: number | null; to: number };

/** Loads a large diff in parts. Returns the loaded sections and a button that loads more. */
export function useDiffParts(first: DiffPart, query: DiffQuery): { sections: DiffSection[]; foot: ReactNode } {
  const [more, setMore] = useState<readonly DiffPart[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const [isLoading, startLoading] = useTransition();
  const parts = [first, ...more];
  const { next, rowsLeft } = parts.at(-1) ?? first;
  const load = () =>
    startLoading(async () => {
      const result = await reach(() => loadDiffPart({ ...query, row: next ?? 0 }));
      setFailure(result.ok ? null : result.error.message);
      if (result.ok) setMore((known) => [...known, result.data]);
    });
  const foot =
    next === null ? null : (
      <div className="flex flex-wrap items-center gap-3 px-4 py-4">
        <Button busy={isLoading && "Loading"} onClick={load}>
          Show more
        </Button>
        <p className="text-fg-muted" role="status">
          {failure ?? `${rowsLeft.toLocaleString("en-US")} more lines`}
        </p>
      </div>
    );
  return { sections: parts.flatMap((part) => part.sections), foot };
}
