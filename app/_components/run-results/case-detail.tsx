"use client";

import { Check, ChevronDown, ChevronLeft, ChevronUp, Equal, Plus, X } from "lucide-react";
import { useMemo } from "react";
import { cn } from "@/components/ui/cn";
import { CopyButton } from "@/components/ui/copy-button";
import { IconButton } from "@/components/ui/icon-button";
import { Segmented } from "@/components/ui/segmented";
import type { Status } from "@/components/ui/status";
import { Reading } from "@/components/ui/tag";
import { LinkButton } from "@/components/ui/text-link";
import { listWords } from "@/lib/core/words";
import { pairLines, readable } from "@/lib/evaluation/comparison/answer-text";
import { isGood, scoreLines } from "@/lib/evaluation/comparison/score-lines";
import type { CaseSide, ComparedCaseDetail } from "@/lib/evaluation/comparison/views";
import type { RunView } from "@/lib/evaluation/runs/types";
import { dimensions } from "@/lib/registry/gate/dimensions";
import { AnswerSide } from "./answer-side";
import { CaseInput } from "./case-input";
import { ScoreList } from "./score-list";

export type VersionStatuses = Record<string, Status>;

type Props = {
  detail: ComparedCaseDetail;
  run: RunView;
  /** By run id. */
  statuses: VersionStatuses;
  repeat: number;
  onRepeat: (repeat: number) => void;
  link: string;
  onBack: () => void;
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
  isOld: boolean;
};

function Judgement({ detail: { verdict, changes, now } }: { detail: ComparedCaseDetail }) {
  const of = (kind: string) => dimensions.filter((one) => changes[one] === kind);
  const failing = dimensions.filter((one) => now.result?.passed[one] === false);
  if (verdict === "broken")
    return (
      <Reading tone="negative" icon={<X />}>
        Broken: {listWords(of("broken"))}
      </Reading>
    );
  if (verdict === "fixed")
    return (
      <Reading tone="positive" icon={<Check />}>
        Fixed: {listWords(of("fixed"))}
      </Reading>
    );
  if (!now.result) return <span className="text-fg-muted">Not finished</span>;
  if (now.result.failed === now.result.answers)
    return (
      <Reading tone="negative" icon={<X />}>
        No answer arrived
      </Reading>
    );
  if (failing.length > 0)
    return (
      <Reading tone="negative" icon={<X />}>
        Fails{verdict === "same" ? " as before" : ""}: {listWords(failing)}
      </Reading>
    );
  return (
    <Reading tone="neutral" icon={verdict === "same" ? <Equal /> : <Plus />}>
      {verdict === "same" ? "The same" : "Passes"}
    </Reading>
  );
}

const passedOf = ({ answers }: CaseSide) => ({ good: answers.filter(isGood).length, of: answers.length });

/** One case: its input, both answers side by side, and the reason for each score. */
export function CaseDetail({
  detail,
  run,
  statuses,
  repeat,
  onRepeat,
  link,
  onBack,
  onPrevious,
  onNext,
  isOld,
}: Props) {
  const { now, baseline, position, title, isEdited } = detail;
  const repeats = Math.max(now.run.repeats, baseline?.run.repeats ?? 1);
  const shown = Math.min(Math.max(1, repeat), repeats);
  const answerOf = (side: CaseSide | null) => side?.answers.find((one) => one.repeat === shown);
  const [after, before] = [answerOf(now), answerOf(baseline)];
  const texts = useMemo(() => {
    const [own, other] = [after?.output ?? null, before?.output ?? null].map((text) =>
      text === null ? null : readable(text),
    );
    const lines = pairLines(other?.text ?? null, own?.text ?? null);
    return { lines, isCode: Boolean(own?.isJson || other?.isJson) };
  }, [after?.output, before?.output]);
  return (
    <article
      aria-labelledby="case"
      aria-busy={isOld || undefined}
      className={cn("min-w-0 px-6 pb-6 max-md:px-4", isOld && "opacity-60")}
    >
      <header className="sticky top-[var(--topbar)] z-[4] flex min-h-12 items-center gap-3 bg-surface py-1 max-md:flex-wrap">
        <IconButton label="Back to the cases" icon={<ChevronLeft />} onClick={onBack} className="-ml-2.5 md:hidden" />
        <h2 id="case" className="min-w-0 truncate text-14 md:max-w-[60%] md:shrink-0 max-md:flex-1" title={title}>
          <span className="mr-1.5 font-normal text-fg-muted tabular-nums">{`${position} `}</span>
          {title}
        </h2>
        <span className="min-w-0 max-md:order-3 max-md:w-full [&>span]:whitespace-normal">
          <Judgement detail={detail} />
        </span>
        <span className="ml-auto flex shrink-0 items-center">
          <CopyButton text={link} label="Copy a link to this case" />
          <IconButton
            size="sm"
            label="Previous case"
            keys={["↑"]}
            icon={<ChevronUp />}
            off={!onPrevious}
            onClick={() => onPrevious?.()}
          />
          <IconButton
            size="sm"
            label="Next case"
            keys={["↓"]}
            icon={<ChevronDown />}
            off={!onNext}
            onClick={() => onNext?.()}
          />
        </span>
      </header>
      <CaseInput testCase={detail.case} />
      {isEdited ? (
        <p className="mb-3 text-12 text-warning">
          This case was edited between the two runs: v{baseline?.run.version} had another input.
        </p>
      ) : null}
      {repeats > 1 ? (
        <div className="mb-2 flex items-center gap-2">
          <Segmented
            label="Repeat"
            value={String(shown)}
            onChange={(value) => onRepeat(Number(value))}
            options={Array.from({ length: repeats }, (_, index) => ({
              value: String(index + 1),
              label: <RepeatLabel repeat={index + 1} sides={[baseline, now]} />,
            }))}
          />
          <span className="text-12 text-fg-muted">
            answer {shown} of {repeats}
          </span>
        </div>
      ) : null}
      <div
        className={cn(
          "grid overflow-hidden rounded-lg border border-line-strong",
          baseline && "lg:grid-cols-2 lg:[&>*+*]:border-l max-lg:[&>*+*]:border-t [&>*+*]:border-line-strong",
        )}
      >
        {baseline ? (
          <AnswerSide
            version={baseline.run.version}
            status={statuses[baseline.run.id]}
            side="before"
            answer={before}
            lines={texts.lines.before}
            isCode={texts.isCode}
            passed={passedOf(baseline)}
          />
        ) : null}
        <AnswerSide
          version={now.run.version}
          status={statuses[now.run.id]}
          side="after"
          answer={after}
          lines={texts.lines.after}
          isCode={texts.isCode}
          passed={passedOf(now)}
        />
      </div>
      {after ? <ScoreList lines={scoreLines(now, baseline, shown, run.scorers)} /> : null}
      <p className="mt-3 md:hidden">
        <LinkButton onClick={onBack}>Back to the cases</LinkButton>
      </p>
    </article>
  );
}

/** The number of a repeat, with a cross if a version fails in it. */
function RepeatLabel({ repeat, sides }: { repeat: number; sides: readonly (CaseSide | null)[] }) {
  const failing = sides.flatMap((side) => {
    const answer = side?.answers.find((one) => one.repeat === repeat);
    return side && answer && !isGood(answer) ? [`v${side.run.version}`] : [];
  });
  return (
    <>
      {repeat}
      {failing.length > 0 ? (
        <>
          <X className="size-3 text-negative" />
          <span className="sr-only">{`, ${listWords(failing)} fails`}</span>
        </>
      ) : null}
    </>
  );
}
