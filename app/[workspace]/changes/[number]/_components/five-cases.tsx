"use client";

import { Check, CircleX, Equal } from "lucide-react";
import { useFollow } from "@/app/[workspace]/_components/gate/use-follow";
import { runPath, withQuery } from "@/app/[workspace]/_components/paths";
import { ChangedText } from "@/components/diff/changed-text";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import type { BeforeAfter, CaseBeforeAfter } from "@/lib/evaluation/comparison/queries/before-after";
import { diffText } from "@/lib/registry/text-diff";
import { answerCases } from "../../actions";
import { useChange } from "./change-context";

/** The number of lines shown of an answer. The page of the case shows all. */
const linesShown = 6;
const failed = "The cases were not answered.";
const labels = { before: "Before", after: "After" };

const marks = {
  broken: { Icon: CircleX, word: "Broken", tone: "text-negative" },
  fixed: { Icon: Check, word: "Fixed", tone: "text-positive" },
  same: { Icon: Equal, word: "Same score", tone: "text-fg-muted" },
} as const;

const markOf = (verdict: CaseBeforeAfter["verdict"]) =>
  verdict === "broken" || verdict === "fixed" ? marks[verdict] : marks.same;

function Answers({ before, after }: Pick<CaseBeforeAfter, "before" | "after">) {
  if (before === null && after === null) return <p className="text-fg-muted">There is no answer.</p>;
  if (before === after)
    return (
      <p className="line-clamp-3 whitespace-pre-wrap rounded-md bg-surface-sunken px-2 py-0.5 text-fg-muted [overflow-wrap:anywhere]">
        <span className="sr-only">Before and after: </span>
        {after}
      </p>
    );
  const lines = diffText(before, after).lines.filter((line) => (line.after ?? line.before)?.text.trim());
  const left = lines.length - linesShown;
  return (
    <div>
      <ChangedText rows={lines.slice(0, linesShown)} labels={labels} />
      {left > 0 ? (
        <p className="py-0.5 pl-[26px] text-fg-subtle">{`${left} more ${left === 1 ? "line" : "lines"}`}</p>
      ) : null}
    </div>
  );
}

function Case({ one, runId }: { one: CaseBeforeAfter; runId: string }) {
  const { workspace } = useChange();
  const { Icon, word, tone } = markOf(one.verdict);
  return (
    <li className="grid grid-cols-1 gap-1 border-line border-t py-2.5 first:border-t-0 last:pb-0">
      <p className="flex items-baseline justify-between gap-2">
        <TextLink
          href={withQuery(runPath(workspace, runId), { case: one.key })}
          className="min-w-0 [overflow-wrap:anywhere]"
        >
          {one.title}
        </TextLink>
        <span className={`flex shrink-0 items-center gap-1 text-12 ${tone}`}>
          <Icon aria-hidden="true" className="size-3.5" />
          {word}
        </span>
      </p>
      <div className="font-mono text-12 leading-[18px]">
        <Answers before={one.before} after={one.after} />
      </div>
    </li>
  );
}

/** Compares the answers of both versions to a few cases of the prompt's suite. */
export function FiveCases({ beforeAfter }: { beforeAfter: BeforeAfter }) {
  const { workspace, request, rights, act, busy } = useChange();
  const { canAsk, run, isWorking, isStale, cases } = beforeAfter;
  const { prompt, version, baseVersion } = request;
  useFollow(isWorking);
  const mayAsk = canAsk && rights.canEvaluate && baseVersion !== null && !isWorking;
  const ask = () =>
    baseVersion !== null &&
    act("answer cases", () => answerCases({ workspace, prompt, version, baselineVersion: baseVersion }), failed);
  const button = (word: string) =>
    mayAsk ? (
      <Button size="sm" busy={busy === "answer cases" && "Starting"} onClick={() => void ask()}>
        {word}
      </Button>
    ) : null;
  if (!run)
    return (
      <div className="grid justify-items-start gap-2">
        <p className="text-fg-muted">{`v${baseVersion} and v${version} answer the same five cases of the prompt's test suite.`}</p>
        {button("Answer five cases")}
      </div>
    );
  return (
    <div className="grid grid-cols-1 gap-2">
      {isWorking ? (
        <p
          role="status"
          className="text-fg-muted"
        >{`Answering, ${run.progress.done} of ${run.progress.total} done.`}</p>
      ) : run.status === "failed" ? (
        <p className="text-negative">{run.statusReason}</p>
      ) : (
        <p className="flex flex-wrap gap-x-2 text-12 text-fg-muted">
          {run.finishedAt ? <RelativeTime at={run.finishedAt} ago /> : null}
          <TextLink href={runPath(workspace, run.id)} aria-label="Open the run of the five cases">
            Open the run
          </TextLink>
        </p>
      )}
      {isStale && !isWorking ? (
        <p className="text-12 text-warning">The suite has changed since then. Answer the cases again.</p>
      ) : null}
      {cases.length > 0 ? (
        <ul>
          {cases.map((one) => (
            <Case key={one.key} one={one} runId={run.id} />
          ))}
        </ul>
      ) : null}
      <div>{button("Answer again")}</div>
    </div>
  );
}
