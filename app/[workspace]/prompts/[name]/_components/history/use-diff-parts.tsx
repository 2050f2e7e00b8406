"use client";

import { type ReactNode, useState } from "react";
import { loadDiffPart } from "@/app/[workspace]/prompts/[name]/actions/release";
import type { DiffPart } from "@/components/diff/part";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import type { DiffSection } from "@/lib/registry/diff-lines";

/** The two compared versions. `from` null: the whole content is new. */
export type DiffQuery = { workspace: string; name: string; from: number | null; to: number };

/** Loads a large diff in parts. Returns the loaded sections and a button that loads more. */
export function useDiffParts(first: DiffPart, query: DiffQuery): { sections: DiffSection[]; foot: ReactNode } {
  const [more, setMore] = useState<readonly DiffPart[]>([]);
  const parts = [first, ...more];
  const { next, rowsLeft } = parts.at(-1) ?? first;
  const { start, isBusy, failure } = useAction({
    run: () => loadDiffPart({ ...query, row: next ?? 0 }),
    onDone: (part) => setMore((known) => [...known, part]),
  });
  const foot =
    next === null ? null : (
      <div className="flex flex-wrap items-center gap-3 px-4 py-4">
        <Button busy={isBusy && "Loading"} onClick={() => start()}>
          Show more
        </Button>
        <p className="text-fg-muted" role="status">
          {failure?.message ?? `${rowsLeft.toLocaleString("en-US")} more lines`}
        </p>
      </div>
    );
  return { sections: parts.flatMap((part) => part.sections), foot };
}
