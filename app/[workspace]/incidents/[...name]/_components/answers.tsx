"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { withQuery } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { ClockTime } from "@/components/ui/clock-time";
import { IconButton } from "@/components/ui/icon-button";
import { TextLink } from "@/components/ui/text-link";
import type { AnswerPair, PairedAnswer } from "@/lib/guards/incident/pairs";

type Props = { pairs: readonly AnswerPair[]; versions: readonly [before: number, now: number] };

/** The maximum length of the question, in characters, that screen readers announce. */
const maxQuestionLength = 120;

/** Shows answers of the previous and of the released version side by side. */
export function Answers({ pairs, versions }: Props) {
  const [index, setIndex] = useState(0);
  const pair = pairs[index];
  if (!pair) return null;
  const step = (by: number) => setIndex((index + by + pairs.length) % pairs.length);
  return (
    <section aria-labelledby="answers" className="border-line border-t px-6 pt-4 pb-5 max-md:px-4">
      <header className="mb-2 flex min-h-9 items-center justify-between gap-3">
        <h2 id="answers" className="text-14">
          {pair.isSame ? "The same question, before and after" : "Answers before and after"}
        </h2>
        <span className="flex items-center gap-1 whitespace-nowrap text-fg-muted tabular-nums">
          <span aria-live="polite" aria-atomic="true">
            {`${index + 1} of ${pairs.length}`}
            <span className="sr-only">{`: ${pair.now.input.slice(0, maxQuestionLength)}`}</span>
          </span>
          <IconButton label="Previous question" icon={<ChevronLeft />} size="sm" onClick={() => step(-1)} />
          <IconButton label="Next question" icon={<ChevronRight />} size="sm" onClick={() => step(1)} />
        </span>
      </header>
      {pair.isSame ? (
        <p className="mb-2 line-clamp-3 [overflow-wrap:anywhere]">
          <span className="mr-1 text-fg-muted">Question</span> {pair.now.input}
        </p>
      ) : null}
      <div className="grid grid-cols-2 overflow-hidden rounded-lg border border-line max-md:grid-cols-1">
        <Side version={versions[0]} answer={pair.before} hasInput={!pair.isSame} />
        <Side
          version={versions[1]}
          answer={pair.now}
          hasInput={!pair.isSame}
          className="md:border-line md:border-l max-md:border-line max-md:border-t"
        />
      </div>
    </section>
  );
}

type SideProps = {
  version: number;
  answer: PairedAnswer | null;
  hasInput: boolean;
  className?: string;
};

function Side({ version, answer, hasInput, className }: SideProps) {
  const workspace = useWorkspace();
  return (
    <div className={className}>
      <div className="flex min-h-9 items-center justify-between gap-2 border-line border-b bg-surface-sunken px-3 py-1.5 text-13">
        <h3 className="text-13">
          {`v${version} `}
          {answer ? (
            <span className="ml-1 font-normal text-fg-muted">
              answered <ClockTime at={answer.at} />
            </span>
          ) : null}
        </h3>
        {answer ? (
          <TextLink
            href={withQuery(`/${workspace}/requests`, { request: answer.interactionId })}
            className="font-normal text-12"
            aria-label={`Open the request of v${version}`}
          >
            Request
          </TextLink>
        ) : null}
      </div>
      <div className="px-3 py-2.5">
        {hasInput && answer ? (
          <p className="mb-2 line-clamp-2 text-fg-muted [overflow-wrap:anywhere]">{answer.input}</p>
        ) : null}
        <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">
          {answer ? answer.output : <span className="text-fg-muted">No answer of this version is stored.</span>}
        </p>
        {answer?.explanation ? <p className="mt-2 text-12 text-fg-muted">{answer.explanation}</p> : null}
      </div>
    </div>
  );
}
