"use client";

import type { ReactNode } from "react";
import { useFollow } from "@/app/[workspace]/_components/gate/use-follow";
import { runPath } from "@/app/[workspace]/_components/paths";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import type { BeforeAfter } from "@/lib/evaluation/comparison/queries/before-after";
import { answerCases } from "../../actions";
import { useChange } from "./change-context";

const failed = "The cases were not answered.";

type Props = {
  /** Without the texts of the cases. */
  beforeAfter: BeforeAfter;
  /** The cases with both answers. */
  answers: ReactNode;
};

/** Compares the answers of both versions to a few cases of the prompt's suite. */
export function FiveCases({ beforeAfter, answers }: Props) {
  const { workspace, request, rights, act, busy } = useChange();
  const { canAsk, run, isWorking, isStale } = beforeAfter;
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
      {answers}
      <div>{button("Answer again")}</div>
    </div>
  );
}
