import { BookOpen, Bot, CircleAlert, Sparkles, Wrench } from "lucide-react";
import { memo, type ReactElement } from "react";
import { cn } from "@/components/ui/cn";
import { costWords, durationText } from "@/lib/requests/figures";
import type { TraceStep } from "@/lib/requests/trace-step";
import type { TreeStep } from "@/lib/requests/trace-tree";
import type { InteractionKind } from "@/lib/telemetry/schema";

const icons: Record<InteractionKind, ReactElement> = {
  llm: <Sparkles role="img" aria-label="model" />,
  tool: <Wrench role="img" aria-label="tool" />,
  retrieval: <BookOpen role="img" aria-label="retrieval" />,
  span: <Bot role="img" aria-label="step" />,
};
export const bars: Record<InteractionKind, string> = {
  llm: "bg-chart-1",
  tool: "bg-chart-2",
  retrieval: "bg-chart-3",
  span: "border-[1.5px] border-fg-muted bg-transparent",
};
type Props = {
  step: TreeStep<TraceStep>;
  isChosen: boolean;
  /** The start of the trace and its length, in ms. */
  from: number;
  whole: number;
  onChoose: (id: string) => void;
};

/** A step in the tree and in the timeline. A choice draws two of a thousand rows again. */
export const StepRow = memo(function StepRow({ step, isChosen, from, whole, onChoose }: Props) {
  const isInTime = step.at >= from && step.at <= from + whole;
  const share = (ms: number) => `${(ms / whole) * 100}%`;
  return (
    <tr
      aria-current={isChosen || undefined}
      className={cn(
        "relative transition-colors hover:bg-surface-hover",
        isChosen && "bg-surface-selected shadow-[inset_2px_0_var(--accent)] hover:bg-surface-selected",
      )}
    >
      <th scope="row" className="h-[34px] border-line border-b pr-3 pl-6 font-normal max-md:pl-4">
        <span
          style={{ paddingLeft: `min(${step.depth * 16}px, 40%)` }}
          className="flex min-w-0 items-center gap-2 [&>svg]:size-3.5 [&>svg]:shrink-0 [&>svg]:text-fg-muted"
        >
          {icons[step.kind]}
          <button
            type="button"
            data-step={step.id}
            onClick={() => onChoose(step.id)}
            className="scroll-my-16 truncate text-left after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
          >
            <span className="font-medium">{step.kind === "llm" ? (step.model ?? step.name) : step.name}</span>
            {step.prompt ? <span className="text-fg-muted">{` ${step.prompt} v${step.version}`}</span> : null}
          </button>
          {step.error ? <CircleAlert role="img" aria-label="failed" className="text-negative!" /> : null}
        </span>
      </th>
      <td className="border-line border-b">
        {isInTime ? (
          <span className="relative block h-2.5">
            <i
              aria-hidden="true"
              style={{ left: share(step.at - from), width: `max(2px, ${share(step.durationMs)})` }}
              className={cn("absolute h-full rounded-sm", step.error ? "bg-negative" : bars[step.kind])}
            >
              {step.ttftMs !== null && step.durationMs > 0 ? (
                <i
                  style={{ width: `${Math.min(100, (step.ttftMs / step.durationMs) * 100)}%` }}
                  className="block h-full rounded-l-sm bg-[repeating-linear-gradient(135deg,transparent_0_2px,var(--surface)_2px_4px)]"
                />
              ) : null}
            </i>
          </span>
        ) : null}
      </td>
      <td className="border-line border-b pr-2 text-right max-md:pr-4 tabular-nums">{durationText(step.durationMs)}</td>
      <td className="whitespace-nowrap border-line border-b pr-6 text-right text-fg-muted tabular-nums max-md:hidden">
        {costWords(step) ?? (step.kind === "llm" ? "–" : null)}
      </td>
    </tr>
  );
});
