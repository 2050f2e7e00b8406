"use client";

import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { loadSuiteChanges } from "@/app/[workspace]/evaluations/actions";
import { ChangedText } from "@/components/diff/changed-text";
import { Callout } from "@/components/ui/callout";
import { Skeleton } from "@/components/ui/skeleton";
import { Tag } from "@/components/ui/tag";
import { useRead } from "@/components/ui/use-read";
import type { FieldChange } from "@/lib/evaluation/suite-changes/case-changes";
import { caseFieldWords, changeKindWords } from "@/lib/evaluation/suite-changes/words";
import { diffText } from "@/lib/registry/text-diff";

type Props = { prompt: string; environment: string };

/** The cases and scorers that differ from those a gate uses, each before and after. */
export function SuiteChanges({ prompt, environment }: Props) {
  const workspace = useWorkspace();
  const { data, failure } = useRead(loadSuiteChanges, { workspace, name: prompt, environment });
  if (failure) return <Callout tone="negative">{failure.message}</Callout>;
  if (!data) return <Skeleton className="h-24 w-full" />;
  const { cases, scorers, hasMore } = data;
  const ofCases = cases.map(({ key, title, kind, fields }) => ({ key, title, kind, fields: fields.map(labelled) }));
  const ofScorers = scorers.map(({ id, name, kind, fields }) => ({ key: id, title: name, kind, fields }));
  return (
    <>
      {ofScorers.length > 0 ? <Changes name="Scorers that changed" changes={ofScorers} /> : null}
      {ofCases.length > 0 ? <Changes name="Cases that changed" changes={ofCases} /> : null}
      {hasMore ? <p className="text-12 text-fg-muted">{`The first ${cases.length} cases are shown.`}</p> : null}
    </>
  );
}

type Labelled = { label: string; isVariable?: boolean; before: string | null; after: string | null };
type Change = { key: string; title: string; kind: keyof typeof changeKindWords; fields: Labelled[] };

const labelled = ({ field, variable, ...texts }: FieldChange): Labelled =>
  field === "variable" ? { label: variable, isVariable: true, ...texts } : { label: caseFieldWords[field], ...texts };

function Changes({ name, changes }: { name: string; changes: readonly Change[] }) {
  return (
    <section className="grid gap-1.5">
      <h3 className="font-medium text-12 text-fg-muted">{name}</h3>
      <ul aria-label={name} className="grid rounded-md border border-line">
        {changes.map(({ key, title, kind, fields }) => (
          <li key={key} className="grid gap-1.5 border-line px-3 py-2.5 [&+&]:border-t">
            <p className="flex items-baseline justify-between gap-3">
              <b className="min-w-0 font-medium [overflow-wrap:anywhere]">{title}</b>
              <Tag>{changeKindWords[kind]}</Tag>
            </p>
            {fields.map((field) => (
              <Field key={`${field.label} ${field.isVariable}`} field={field} />
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Field({ field: { label, isVariable, before, after } }: { field: Labelled }) {
  return (
    <div className="grid grid-cols-[112px_minmax(0,1fr)] gap-x-3 text-12 max-md:grid-cols-1">
      <span className={isVariable ? "font-mono text-fg-muted" : "text-fg-muted"}>{label}</span>
      <ChangedText rows={diffText(before, after).lines} labels={{ before: "Before", after: "Now" }} />
    </div>
  );
}
