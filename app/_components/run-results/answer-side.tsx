import { LineText } from "@/components/diff/line-text";
import { inOrder } from "@/components/editor/in-order";
import { Callout } from "@/components/ui/callout";
import { cn } from "@/components/ui/cn";
import { type Status, VersionChip } from "@/components/ui/status";
import type { AnswerView } from "@/lib/evaluation/runs/answer-view";
import { dollarText, sizeText, timeText } from "@/lib/evaluation/runs/figures";
import type { DiffLine } from "@/lib/registry/diff-lines";

export type AnswerSideProps = {
  version: number;
  status: Status | undefined;
  side: "before" | "after";
  answer: AnswerView | undefined;
  lines: readonly DiffLine[];
  isCode: boolean;
  passed: { good: number; of: number };
};

const json = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value, null, 2));

/** The answer of one version: its text, its tool calls, and its time and cost. The text is not rendered as markup. */
export function AnswerSide({ version, status, side, answer, lines, isCode, passed }: AnswerSideProps) {
  const isWhole = passed.good === passed.of;
  return (
    <section aria-label={`Answer of v${version}`} className="flex min-w-0 flex-col">
      <h3 className="flex h-[34px] shrink-0 items-center justify-between gap-3 border-line border-b bg-surface-sunken px-3 font-normal">
        {status ? <VersionChip number={version} status={status} /> : <span className="font-medium">v{version}</span>}
        {passed.of > 0 ? (
          <span className={isWhole ? "text-fg-muted" : "text-negative"}>
            {passed.of === 1 ? (isWhole ? "Passes" : "Fails") : `${passed.good} of ${passed.of} pass`}
          </span>
        ) : null}
      </h3>
      {answer?.error ? (
        <Callout tone="negative" className="m-3">
          {answer.error.message} <span className="text-fg-muted">({answer.error.code})</span>
        </Callout>
      ) : null}
      {answer ? null : <p className="px-3 py-2.5 text-fg-muted">No answer yet.</p>}
      {answer?.output ? (
        <div
          className={cn(
            "whitespace-pre-wrap px-3 py-2.5 [overflow-wrap:anywhere]",
            isCode ? "font-mono text-[12.5px] leading-[19px]" : "leading-5",
          )}
        >
          {inOrder(lines).map(({ key, item }) => (
            <div key={key} className="min-h-[19px]">
              <LineText line={item} side={side} />
            </div>
          ))}
        </div>
      ) : answer && !answer.error && answer.toolCalls.length === 0 ? (
        <p className="px-3 py-2.5 text-fg-muted">An empty answer.</p>
      ) : null}
      {answer && answer.toolCalls.length > 0 ? (
        <div className="border-line border-t px-3 py-2.5">
          <h4 className="text-12 text-fg-muted">Tool calls</h4>
          {inOrder(answer.toolCalls).map(({ key, item }) => (
            <pre key={key} className="mt-1 whitespace-pre-wrap font-mono text-12 [overflow-wrap:anywhere]">
              <b>{item.name}</b> {json(item.input)}
            </pre>
          ))}
        </div>
      ) : null}
      {answer && !answer.error ? (
        <p className="mt-auto px-3 pb-2 text-12 text-fg-subtle tabular-nums">
          {[
            answer.latencyMs === null ? null : timeText(answer.latencyMs),
            answer.inputTokens === null && answer.outputTokens === null
              ? null
              : sizeText(answer.inputTokens, answer.outputTokens),
            answer.costUsd === null ? "price not known" : dollarText(answer.costUsd),
          ]
            .filter(Boolean)
            .join(", ")}
        </p>
      ) : null}
    </section>
  );
}
