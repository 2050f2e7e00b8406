"use client";

import { useMemo } from "react";
import { DiffViewer } from "@/components/diff/diff-viewer";
import { diffText } from "@/lib/registry/text-diff";

type Side = { label: string; text: string };

/** The diff of two answers, by line. */
export function AnswersDiff({ before, after }: { before: Side; after: Side }) {
  const diff = useMemo(() => diffText(before.text, after.text), [before.text, after.text]);
  const isSame = before.text === after.text;
  return (
    <div className="border-line border-t">
      <DiffViewer
        label="Difference between the answers"
        layout="auto"
        head={<h2 className="text-14">{`${before.label} against ${after.label}`}</h2>}
        sections={[
          { id: "answer", title: "Answer", counts: { added: diff.added, removed: diff.removed }, rows: diff.lines },
        ]}
        empty={
          isSame ? (
            <p className="px-6 py-8 text-center text-fg-muted">Both answered the same, word for word.</p>
          ) : undefined
        }
      />
    </div>
  );
}
