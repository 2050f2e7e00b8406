"use client";

import { Check, History, Minus, X } from "lucide-react";
import type { ReactNode } from "react";
import { AddToSuite } from "@/app/[workspace]/_components/add-to-suite";
import { withQuery } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { ClockTime } from "@/components/ui/clock-time";
import { Dialog, DialogRow } from "@/components/ui/dialog";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { useRead } from "@/components/ui/use-read";
import type { ScoredAnswerView } from "@/lib/evaluation/online/queries/scored-answers";
import { formatLive, isRateMetric } from "@/lib/guards/finding-words";
import type { AnswerDetail, AnswerScore } from "@/lib/guards/queries/quality-answer";
import { feedbackWords } from "@/lib/telemetry/feedback-words";
import { readAnswer } from "../../actions";

/** `canKeep`: whether this person may write cases. */
type SheetDetail = AnswerDetail & { canKeep: boolean; suites: { id: string; name: string }[] };
type Props = { open: ScoredAnswerView; onClose: () => void };

/** One live answer: input, output, every score with its reason, feedback, and links to related pages. */
export function AnswerSheet({ open, onClose }: Props) {
  const workspace = useWorkspace();
  const { data: detail, failure } = useRead(readAnswer, { workspace, interactionId: open.interactionId });
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      width="wide"
      title={`An answer of v${open.version}`}
      description={
        <>
          <ClockTime at={open.at} hasSeconds />
          {open.userId ? `, user ${open.userId}` : ""}
        </>
      }
      note={
        detail?.canKeep ? (
          <AddToSuite prompt={detail.interaction.prompt} interactionIds={[open.interactionId]} suites={detail.suites} />
        ) : null
      }
      actions={
        detail ? (
          <Button icon={<History />} href={timeMachineHref(workspace, detail)}>
            Time machine
          </Button>
        ) : null
      }
    >
      {detail ? (
        <Body detail={detail} />
      ) : failure ? (
        <Callout tone="negative">{failure.message}</Callout>
      ) : (
        <Loading label="Loading the answer" className="grid gap-3">
          <Skeleton className="h-16 w-full" />
          <Skeleton className="h-24 w-full" />
        </Loading>
      )}
    </Dialog>
  );
}

function timeMachineHref(workspace: string, { interaction: { prompt, environment, at, userId } }: SheetDetail): string {
  return withQuery(`/${workspace}/time-machine`, { prompt, environment, at, ...(userId && { user: userId }) });
}

function Body({ detail: { interaction, scores } }: { detail: SheetDetail }) {
  const feedback = feedbackWords(interaction);
  return (
    <>
      <DialogRow name="Input">
        <Content value={interaction.input} />
      </DialogRow>
      <DialogRow name="Answer">
        <Content value={interaction.output} />
      </DialogRow>
      <DialogRow name="Scores">
        {scores.length === 0 ? (
          <span className="text-fg-muted">None.</span>
        ) : (
          <ul className="grid gap-2.5">
            {scores.map((score) => (
              <Score key={`${score.metric} ${score.series}`} score={score} />
            ))}
          </ul>
        )}
      </DialogRow>
      <DialogRow name="Feedback">
        {feedback.length > 0 ? feedback.join(", ") : <span className="text-fg-muted">Nothing.</span>}
        {interaction.feedback?.comment ? (
          <p className="mt-1 text-fg-muted [overflow-wrap:anywhere]">{interaction.feedback.comment}</p>
        ) : null}
      </DialogRow>
    </>
  );
}

function Content({ value }: { value: unknown }) {
  if (value === null || value === undefined)
    return <span className="text-fg-muted">Not sent, or no longer stored.</span>;
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return (
    <pre className="whitespace-pre-wrap rounded-md bg-surface-sunken px-3 py-2 font-mono text-12 [overflow-wrap:anywhere]">
      {text}
    </pre>
  );
}

function signOf(passed: boolean | null): ReactNode {
  if (passed === null) return <Minus role="img" aria-label="No threshold:" className="text-fg-subtle" />;
  return passed ? (
    <Check role="img" aria-label="Passed:" className="text-positive" />
  ) : (
    <X role="img" aria-label="Not passed:" className="text-negative" />
  );
}

function Score({ score: { metric, label, series, value, passed, explanation } }: { score: AnswerScore }) {
  const isScorer = metric.startsWith("scorer:");
  const words = isScorer
    ? value === null
      ? "no verdict"
      : value.toFixed(2)
    : isRateMetric(metric)
      ? ""
      : formatLive(metric, value);
  return (
    <li className="grid grid-cols-[16px_minmax(0,1fr)_auto] gap-x-2 [&>svg]:mt-[3px] [&>svg]:size-3.5">
      {signOf(passed)}
      <span className="min-w-0">
        <span className="font-medium">{label}</span>
        {series && series !== label ? <span className="ml-2 text-12 text-fg-subtle">{series}</span> : null}
        {explanation ? <span className="block text-fg-muted [overflow-wrap:anywhere]">{explanation}</span> : null}
      </span>
      <span className="tabular-nums">{words}</span>
    </li>
  );
}
