"use client";

import { Check, Minus, TriangleAlert, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Button } from "@/components/ui/button";
import { FailureCallout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Reading } from "@/components/ui/tag";
import { LinkButton, TextLink } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import { useRead } from "@/components/ui/use-read";
import { expectedText } from "@/lib/editing/cases/case-text";
import type { ScorerConfig } from "@/lib/evaluation/scorers/schema";
import type { Score } from "@/lib/evaluation/scorers/types";
import { caseTitle } from "@/lib/registry/gate/case-title";
import { tryOut } from "../actions";
import type { ScorersSetup } from "./setup";

const restMs = 350;

/** Scores an answer to a chosen case with every scorer, with explanations. Stores nothing. */
export function TryPanel({ setup, scorers }: { setup: ScorersSetup; scorers: readonly ScorerConfig[] }) {
  const workspace = useWorkspace();
  const { suiteId, cases, mayRun } = setup;
  const [caseKey, setCaseKey] = useState(cases[0]?.key ?? "");
  const [output, setOutput] = useState("");
  const one = cases.find(({ key }) => key === caseKey);
  const isReady = mayRun && one !== undefined && output.trim() !== "";

  const tried = isReady ? { workspace, id: suiteId, caseKey, output, scorers } : null;
  const { data, failure } = useRead(tryOut, tried, { restMs, isKept: true });
  // Judgements do not apply to another answer, case or list of scorers.
  const triedKey = JSON.stringify(tried);
  const [judgements, setJudgements] = useState<{ of: string; scores: readonly Score[] }>({ of: "", scores: [] });
  const judged = judgements.of === triedKey ? judgements.scores : [];
  const [request, setRequest] = useState<{ of: string; id: string } | null>(null);
  const asking = useAction({
    run: (id: string) => {
      setRequest({ of: triedKey, id });
      return tryOut({ ...tried, judges: [id] });
    },
    onDone: ({ scores }, id) =>
      setJudgements({ of: triedKey, scores: [...judged, ...scores.filter(({ scorer }) => scorer === id)] }),
  });
  const askFailure = request?.of === triedKey ? asking.failure : null;

  const judges = [
    ...scorers.filter(({ type }) => type === "judge").map(({ id, name }) => ({ id, name })),
    ...(one?.checks ?? []).flatMap(({ type }, index) =>
      type === "rubric" ? [{ id: `check-${index + 1}`, name: `Check ${index + 1} of the case` }] : [],
    ),
  ];
  const nameOf = (id: string) =>
    scorers.find((scorer) => scorer.id === id)?.name ?? `Check ${id.replace("check-", "")} of the case`;
  return (
    <section
      aria-labelledby="try-title"
      className="w-[436px] shrink-0 border-line border-l bg-surface-sunken px-5 pt-5 pb-10 max-lg:w-auto max-lg:border-t max-lg:border-l-0 max-md:px-4"
    >
      <h2 id="try-title" className="text-14">
        Try it
      </h2>
      <p className="text-12 text-fg-muted">Test these scorers on an answer. Nothing is stored.</p>
      {cases.length === 0 ? (
        <p className="mt-4 text-fg-muted">
          The suite has no case yet.{" "}
          <TextLink href={`/${workspace}/evaluations/suites/${suiteId}`}>Add one first</TextLink>
        </p>
      ) : mayRun ? (
        <div className="mt-4 grid gap-4">
          <Field label="Case" note={cases.length === 100 ? "the first 100" : undefined}>
            <Select
              value={caseKey}
              options={cases.map((each) => ({ value: each.key, label: caseTitle(each) }))}
              onChange={(event) => setCaseKey(event.target.value)}
            />
          </Field>
          <Field
            label="Answer"
            labelEnd={
              one?.expected === null || one?.expected === undefined ? null : (
                <LinkButton className="text-12" onClick={() => setOutput(expectedText(one.expected))}>
                  Use the expected answer
                </LinkButton>
              )
            }
          >
            <Textarea
              rows={6}
              value={output}
              maxLength={200_000}
              placeholder="Paste or type an answer."
              onChange={(event) => setOutput(event.target.value)}
            />
          </Field>
          <FailureCallout message={(failure ?? askFailure)?.message} />
          {isReady ? (
            <ul aria-label="Scores" aria-live="polite" className="border-line border-t">
              {(data?.scores ?? []).map((score) => (
                <ScoreLine key={score.scorer} name={nameOf(score.scorer)} score={score} />
              ))}
              {judges.map(({ id, name }) => {
                const score = judged.find(({ scorer }) => scorer === id);
                if (score) return <ScoreLine key={id} name={name} score={score} />;
                return (
                  <li key={id} className="flex items-center justify-between gap-3 border-line border-b py-2.5">
                    <span>
                      <span className="block font-medium">{name}</span>
                      <span className="text-12 text-fg-muted">Asks a model, which may cost something.</span>
                    </span>
                    <Button
                      size="sm"
                      busy={asking.isBusy && request?.id === id && "Asking"}
                      off={asking.isBusy && request?.id !== id ? "One judge is asked at a time." : null}
                      onClick={() => asking.start(id)}
                    >
                      Ask the judge
                    </Button>
                  </li>
                );
              })}
            </ul>
          ) : null}
        </div>
      ) : (
        <p className="mt-4 text-fg-muted">Your role can read scorers, but not test them.</p>
      )}
    </section>
  );
}

const dollars = (costUsd: number) => (costUsd < 0.0001 ? "< $0.0001" : `$${costUsd.toFixed(4)}`);

function reading(score: Score): ReactNode {
  if (score.state === "skipped")
    return (
      <Reading tone="neutral" icon={<Minus />}>
        Not measured
      </Reading>
    );
  if (score.state === "invalid")
    return (
      <Reading tone="warning" icon={<TriangleAlert />}>
        No verdict
      </Reading>
    );
  const share = `${Math.round(score.value * 100)}\u00a0%`;
  return score.passed ? (
    <Reading tone="positive" icon={<Check />}>
      {share}
    </Reading>
  ) : (
    <Reading tone="negative" icon={<X />}>
      {share}
    </Reading>
  );
}

/** The score of one scorer for an answer, with its explanation. */
function ScoreLine({ name, score }: { name: string; score: Score }) {
  return (
    <li className="border-line border-b py-2.5">
      <div className="flex items-center justify-between gap-3">
        <span className="font-medium [overflow-wrap:anywhere]">{name}</span>
        {reading(score)}
      </div>
      <p className="mt-0.5 text-12 text-fg-muted [overflow-wrap:anywhere]">
        {score.explanation}
        {score.costUsd ? ` It cost ${dollars(score.costUsd)}.` : ""}
        {score.costUsd === null ? " What it cost is not known." : ""}
      </p>
      {score.state === "invalid" && score.raw ? (
        <pre className="mt-1 max-h-32 overflow-auto whitespace-pre-wrap rounded-md bg-surface p-2 font-mono text-12 [overflow-wrap:anywhere]">
          {score.raw}
        </pre>
      ) : null}
    </li>
  );
}
