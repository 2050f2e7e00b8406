"use client";

import { Callout } from "@/components/ui/callout";
import { cn } from "@/components/ui/cn";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatLive, isRateMetric } from "@/lib/guards/finding-words";
import type { AnswerScore } from "@/lib/guards/queries/quality-answer";
import { feedbackWords } from "@/lib/telemetry/feedback-words";
import { PaneSection } from "./pane-section";
import type { OpenRequest } from "./use-request";

/** Every score with its reason, and the feedback of users. */
export function PaneScores({ request: { interaction, scores } }: { request: OpenRequest }) {
  const { feedback } = interaction;
  const comments = feedbackWords(interaction);
  const judged = scores.filter(({ metric }) => metric.startsWith("scorer:"));
  const isBad = feedback?.thumbs === "down";
  return (
    <PaneSection title="Scores and feedback">
      {judged.length === 0 && comments.length === 0 && !feedback?.comment ? (
        <p className="text-fg-muted">No scores and no feedback yet.</p>
      ) : null}
      <ul>
        {judged.map((score) => (
          <Score key={`${score.metric} ${score.series}`} score={score} />
        ))}
      </ul>
      {comments.length > 0 || feedback?.comment ? (
        <Callout tone={isBad ? "negative" : "neutral"} className={cn(judged.length > 0 && "mt-2")}>
          {feedback?.comment ? <span className="block [overflow-wrap:anywhere]">{`“${feedback.comment}”`}</span> : null}
          <span className={cn(feedback?.comment && "text-fg-muted")}>{comments.join(", ")}</span>
          {feedback ? (
            <span className="text-fg-muted">
              {comments.length > 0 ? ", " : ""}
              <RelativeTime at={feedback.at} ago />
            </span>
          ) : null}
        </Callout>
      ) : null}
    </PaneSection>
  );
}

function Score({ score: { metric, label, series, value, passed, explanation } }: { score: AnswerScore }) {
  const words = value === null ? "no verdict" : isRateMetric(metric) ? formatLive(metric, value) : value.toFixed(2);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 border-line py-1.5 [&+&]:border-t">
      <span className="font-medium">
        {label}
        {series && series !== label ? <span className="ml-2 font-normal text-12 text-fg-subtle">{series}</span> : null}
      </span>
      <span className={cn("tabular-nums", passed === false && "text-negative")}>
        {passed === false ? <i aria-hidden="true" className="mr-1 mb-px inline-block size-1.5 bg-negative" /> : null}
        {words}
        {passed === false ? <span className="sr-only">, not passed</span> : null}
      </span>
      {explanation ? <p className="col-span-2 text-fg-muted [overflow-wrap:anywhere]">{explanation}</p> : null}
    </li>
  );
}
