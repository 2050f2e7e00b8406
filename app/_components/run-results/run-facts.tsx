import { Check, Equal, X } from "lucide-react";
import type { ReactNode } from "react";
import { RelativeTime } from "@/components/ui/relative-time";
import { pluralize } from "@/lib/core/words";
import type { Comparison } from "@/lib/evaluation/comparison/queries/whole";
import { dollarText, secondsText } from "@/lib/evaluation/runs/figures";
import type { RunView } from "@/lib/evaluation/runs/types";
import { triggerWords } from "@/lib/evaluation/runs/words";

function judgesOf({ scorers }: RunView): string {
  const judges = scorers.filter((scorer) => scorer.type === "judge");
  const models = judges.map(({ model, version, name }) => `${model?.name ?? name}, version ${version}`);
  return [...new Set(models)].join("; ");
}

function secondsOf({ startedAt, finishedAt }: RunView): number | null {
  return startedAt && finishedAt ? (Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000 : null;
}

/** How the run was created, and how its cases compare with the baseline. */
export function RunFacts({ run, comparison, suite }: { run: RunView; comparison: Comparison; suite: ReactNode }) {
  const { counts, baseline, gone } = comparison;
  const { model, isOwnModel, repeats, judgements, progress, costUsd, isCostKnown } = run;
  const cases = Math.round(progress.total / Math.max(1, repeats));
  const judges = judgesOf(run);
  const seconds = secondsOf(run);
  return (
    <section aria-labelledby="run" className="border-line px-6 py-3.5 max-beside:border-t beside:border-l max-md:px-4">
      <header className="flex min-h-9 items-center justify-between gap-3">
        <h2 id="run" className="text-14">
          {counts.all < cases
            ? `${counts.all.toLocaleString("en-US")} of ${pluralize(cases, "case")}`
            : pluralize(counts.all, "case")}
        </h2>
        <span className="text-12 text-fg-muted">
          {run.caseLimit === null ? "" : "a part, "}
          {repeats > 1 ? `${repeats} repeats, ` : ""}revision {run.suite.revision}
        </span>
      </header>
      {baseline ? <Trio {...counts} gone={gone} /> : null}
      <dl className="grid gap-[3px]">
        <Fact name="Suite">{suite}</Fact>
        <Fact name="Model">
          {model.name}
          {isOwnModel ? null : <span className="text-fg-muted"> instead of the version's model</span>}
        </Fact>
        {judges ? (
          <Fact name="Judge">
            {judges}
            {judgements.invalid > 0 ? (
              <span className="text-fg-muted">
                {`. ${judgements.invalid} of ${pluralize(judgements.total, "judgement")} without a usable answer`}
              </span>
            ) : null}
          </Fact>
        ) : null}
        {progress.failed > 0 ? (
          <Fact name="Failed">{`${progress.failed} of ${pluralize(progress.total, "answer")}`}</Fact>
        ) : null}
        <Fact name="Cost">
          {isCostKnown ? dollarText(costUsd) : `${dollarText(costUsd)} and more: not all prices are known`}
          {seconds === null ? null : ` in ${secondsText(seconds)}`}
        </Fact>
        <Fact name="Created">
          {`${run.createdBy}, ${triggerWords[run.trigger]}, `}
          <RelativeTime at={run.createdAt} ago />
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[56px_minmax(0,1fr)] gap-2">
      <dt className="text-fg-muted">{name}</dt>
      <dd className="[overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

type TrioProps = { broken: number; fixed: number; same: number; new: number; gone: number };

function Trio({ broken, fixed, same, new: added, gone }: TrioProps) {
  const word = "inline-flex items-center gap-[5px] [&>svg]:size-3.5";
  return (
    <>
      <div
        role="img"
        aria-label={`${broken} broken, ${fixed} fixed, ${same} the same`}
        className="mt-1.5 mb-2 flex h-2.5 gap-0.5"
      >
        {broken > 0 ? <i className="min-w-1 rounded-[2px] bg-negative" style={{ flex: broken }} /> : null}
        {fixed > 0 ? (
          <i
            className="min-w-1 rounded-[2px] bg-[repeating-linear-gradient(135deg,var(--positive)_0_3px,var(--positive-line)_3px_5px)]"
            style={{ flex: fixed }}
          />
        ) : null}
        {same + added > 0 ? <i className="rounded-[2px] bg-line-strong" style={{ flex: same + added }} /> : null}
      </div>
      <ul className="mb-3 flex flex-wrap gap-x-[18px] tabular-nums">
        <li className={`${word} text-negative`}>
          <X />
          <span>
            <b>{broken}</b> broken
          </span>
        </li>
        <li className={`${word} text-positive`}>
          <Check />
          <span>
            <b>{fixed}</b> fixed
          </span>
        </li>
        <li className={`${word} text-fg-muted`}>
          <Equal />
          <span>
            <b>{same}</b> the same
          </span>
        </li>
        {added + gone > 0 ? <li className="text-fg-muted">{added + gone} in one run only</li> : null}
      </ul>
    </>
  );
}
