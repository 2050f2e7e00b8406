"use client";

import { DiffViewer } from "@/components/diff/diff-viewer";
import type { DiffSection } from "@/components/diff/types";
import type { TakenChange } from "@/lib/registry/merge";
import { diffText } from "@/lib/registry/text-diff";

type Props = { taken: readonly TakenChange[]; oursLabel: string; theirsLabel: string };

/** The changes made by only one side. They are already in the result. */
export function TakenList({ taken, oursLabel, theirsLabel }: Props) {
  if (taken.length === 0) return null;
  const labels = { ours: `mine, ${oursLabel}`, theirs: `theirs, ${theirsLabel}` };
  const sections = taken.map(({ id, label, side, before, after }): DiffSection => {
    const { lines } = diffText(before, after);
    const unnumbered = lines.map(({ kind, before, after }) => ({
      kind,
      before: before && { ...before, n: null },
      after: after && { ...after, n: null },
    }));
    return { id, title: label, note: labels[side], rows: unnumbered };
  });
  return (
    <DiffViewer
      label="Merged automatically"
      layout="unified"
      sections={sections}
      head={
        <h2 className="px-2 text-14 max-md:px-1">
          Merged automatically <span className="font-normal text-fg-muted tabular-nums">{taken.length}</span>
        </h2>
      }
    />
  );
}
