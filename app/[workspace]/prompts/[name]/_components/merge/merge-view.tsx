"use client";

import { CheckCheck, ChevronDown } from "lucide-react";
import { type ReactNode, useMemo, useRef, useState } from "react";
import { DiffViewer } from "@/components/diff/diff-viewer";
import { useShortcut } from "@/components/layout/use-shortcut";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { isSettled, keyOf, type OwnChoice, placesLeft, toChoices } from "@/lib/editing/merge/settled";
import type { DiffSection } from "@/lib/registry/diff-lines";
import { type MergeChoice, mergeContents, resolveMerge, type TakenChange } from "@/lib/registry/merge";
import { diffText } from "@/lib/registry/text-diff";
import type { Content } from "@/lib/template/content";
import { ConflictBlock } from "./conflict-block";

export type MergeViewProps = {
  /** The content that both sides started from. */
  base: Content;
  ours: Content;
  theirs: Content;
  /** "Warmer greeting, v19" */
  oursLabel: string;
  theirsLabel: string;
  /** Receives the whole content once every conflict is resolved. */
  onResolved: (content: Content) => void;
  /** The content is being sent. */
  isBusy?: boolean;
  onCancel: () => void;
  /** "Merge as v20" */
  submitLabel: string;
  /** Content above the buttons: further fields, or the reason why the merge failed. */
  children?: ReactNode;
};

/** Merges two contents. Conflicts are resolved side by side; all other changes are merged automatically. */
export function MergeView(props: MergeViewProps) {
  const { base, ours, theirs, oursLabel, theirsLabel, onResolved, onCancel, submitLabel, children } = props;
  const result = useMemo(() => mergeContents(base, ours, theirs), [base, ours, theirs]);
  // Keyed by the conflicting texts, so that a choice is kept if other conflicts change.
  const [choices, setChoices] = useState<ReadonlyMap<string, OwnChoice>>(new Map());
  const list = useRef<HTMLOListElement>(null);
  const { conflicts, taken } = result;
  const left = conflicts.filter((conflict) => !isSettled(choices.get(keyOf(conflict))));

  const goToNext = () => {
    const blocks = [...(list.current?.querySelectorAll<HTMLElement>("[data-open]") ?? [])];
    const at = blocks.findIndex((block) => block.contains(document.activeElement));
    const next = blocks[(at + 1) % Math.max(1, blocks.length)];
    next?.focus();
    next?.scrollIntoView({ block: "start" });
  };
  useShortcut("o", goToNext, left.length > 0);

  const submit = () => onResolved(resolveMerge(result, toChoices(conflicts, choices)));
  const choose = (key: string, choice: MergeChoice) => setChoices((known) => new Map(known).set(key, choice));

  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <div className="flex-1">
        <MergeState total={conflicts.length} left={left.length} onNext={goToNext} />
        {conflicts.length > 0 ? (
          <ol ref={list} aria-label="Conflicts">
            {conflicts.map((conflict) => {
              const key = keyOf(conflict);
              return (
                <ConflictBlock
                  key={conflict.id}
                  conflict={conflict}
                  oursLabel={oursLabel}
                  theirsLabel={theirsLabel}
                  choice={choices.get(key)}
                  onChoose={(choice) => choose(key, choice)}
                />
              );
            })}
          </ol>
        ) : null}
        <TakenList taken={taken} oursLabel={oursLabel} theirsLabel={theirsLabel} />
        {conflicts.length === 0 && taken.length === 0 ? (
          <EmptyState plain title="Both sides are the same">
            All messages, variables and settings are the same.
          </EmptyState>
        ) : null}
      </div>
      <footer className="bottom-0 z-10 grid gap-3 border-line border-t bg-surface-sunken px-6 py-3.5 md:sticky max-md:px-4">
        {children}
        <div className="flex flex-wrap items-center justify-end gap-2 max-md:[&>button]:flex-1">
          <p aria-live="polite" className="mr-auto text-fg-muted max-md:w-full">
            {placesLeft(conflicts.length, left.length)}
          </p>
          <Button variant="quiet" onClick={onCancel}>
            Cancel
          </Button>
          <Button variant="primary" busy={props.isBusy && "Merging"} off={left.length > 0} onClick={submit}>
            {submitLabel}
          </Button>
        </div>
      </footer>
    </div>
  );
}

function MergeState({ total, left, onNext }: { total: number; left: number; onNext: () => void }) {
  if (total === 0) return null;
  return (
    <div className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-6 py-2 max-md:px-4">
      <h2 className="text-14">{total === 1 ? "One conflict" : `${total} conflicts`}</h2>
      <p className="text-fg-muted">Both sides changed the same lines. Choose the result for each conflict.</p>
      <span className="ml-auto">
        {left > 0 && total > 1 ? (
          <Button size="sm" icon={<ChevronDown />} keys={["O"]} onClick={onNext}>
            Next open conflict
          </Button>
        ) : null}
        {left === 0 ? (
          <span className="inline-flex h-7 items-center gap-1.5 text-positive">
            <CheckCheck className="size-4" />
            All resolved
          </span>
        ) : null}
      </span>
    </div>
  );
}

type Props = { taken: readonly TakenChange[]; oursLabel: string; theirsLabel: string };

/** The changes made by only one side. They are already in the result. */
function TakenList({ taken, oursLabel, theirsLabel }: Props) {
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
