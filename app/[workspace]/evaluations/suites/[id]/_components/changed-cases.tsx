"use client";

import { loadChangedCases } from "@/app/[workspace]/evaluations/actions";
import { ChangedText } from "@/components/diff/changed-text";
import { Callout } from "@/components/ui/callout";
import { Skeleton } from "@/components/ui/skeleton";
import { Tag } from "@/components/ui/tag";
import { useRead } from "@/components/ui/use-read";
import type { FieldChange } from "@/lib/evaluation/gate/suite-changes/case-changes";
import { diffText } from "@/lib/registry/text-diff";

type Props = { workspace: string; suite: string; from: number };

const kindWords = { added: "Added", changed: "Changed", removed: "Removed" } as const;
const fieldWords = {
  name: "Name",
  expected: "Expected answer",
  tags: "Tags",
  checks: "Checks",
  turns: "Earlier turns",
} as const;

/** The cases that differ from those a gate uses, each with what it says now and said before. */
export function ChangedCases({ workspace, suite, from }: Props) {
  const read = useRead(loadChangedCases, { workspace, id: suite, from });
  if (!read) return <Skeleton className="h-24 w-full" />;
  if (!read.ok) return <Callout tone="negative">{read.error.message}</Callout>;
  const { cases, hasMore } = read.data;
  return (
    <div className="grid gap-2">
      <ul aria-label="Cases that changed" className="grid rounded-md border border-line">
        {cases.map((one) => (
          <li key={one.key} className="grid gap-1.5 border-line px-3 py-2.5 [&+&]:border-t">
            <p className="flex items-baseline justify-between gap-3">
              <b className="min-w-0 font-medium [overflow-wrap:anywhere]">{one.title}</b>
              <Tag>{kindWords[one.kind]}</Tag>
            </p>
            {one.fields.map((change) => (
              <Field key={`${change.field} ${change.variable}`} change={change} />
            ))}
          </li>
        ))}
      </ul>
      {hasMore ? <p className="text-12 text-fg-muted">{`The first ${cases.length} are shown.`}</p> : null}
    </div>
  );
}

function Field({ change: { field, variable, before, after } }: { change: FieldChange }) {
  return (
    <div className="grid grid-cols-[112px_minmax(0,1fr)] gap-x-3 text-12 max-md:grid-cols-1">
      <span className={field === "variable" ? "font-mono text-fg-muted" : "text-fg-muted"}>
        {field === "variable" ? variable : fieldWords[field]}
      </span>
      <ChangedText rows={diffText(before, after).lines} said={{ before: "Before", after: "Now" }} />
    </div>
  );
}
