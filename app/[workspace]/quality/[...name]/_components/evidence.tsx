import { Explained } from "@/app/_components/explained";
import { cn } from "@/components/ui/cn";
import { TextLink } from "@/components/ui/text-link";
import { formatCount } from "@/lib/experiments/results/figures";
import { formatChange, formatFindingP, formatLive, readingWords, youngWords } from "@/lib/guards/finding-words";
import type { FindingSide, MetricFinding } from "@/lib/guards/findings";
import { readingTone } from "@/lib/guards/quality/phrases";
import { type QualityPageAddress, stateHref } from "./state";

const head = "h-[34px] whitespace-nowrap border-line border-b pr-3 pb-1 align-bottom font-normal text-12 text-fg-muted";
const cell = "h-[34px] whitespace-nowrap border-line border-b pr-3 max-md:h-auto max-md:border-0 max-md:p-0";
const number = "text-right tabular-nums max-md:text-left max-md:text-12";
const tones = { negative: "text-negative", positive: "text-positive", neutral: "text-fg-muted" } as const;

type Props = {
  place: QualityPageAddress;
  findings: readonly MetricFinding[];
  /** "before" or "control": what the first side is. */
  baselineName: string;
  /** How the guard compares: "one-sided, corrected over 3 metrics". */
  note: string;
};

/** What the guard saw, a row per metric: before, now, change, how sure, how it reads. */
export function Evidence({ place, findings, baselineName, note }: Props) {
  const [first] = findings;
  const young = youngWords(findings);
  if (!first) return null;
  const before = findings.find(({ baseline }) => baseline)?.baseline?.version;
  return (
    <section aria-labelledby="evidence" className="border-line border-t px-6 pt-4 pb-5 max-md:px-4">
      <header className="flex min-h-7 flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="evidence" className="text-14">
          Evidence
        </h2>
        <p className="text-12 text-fg-muted">{note}</p>
      </header>
      <table className="w-full border-collapse max-md:block">
        <caption className="sr-only">What the guard saw, by metric</caption>
        <thead className="max-md:sr-only">
          <tr>
            <th scope="col" className={cn(head, "text-left")}>
              Metric
            </th>
            <th scope="col" className={cn(head, "text-right")}>
              {before === undefined ? "Before" : `v${before}, ${baselineName}`}
            </th>
            <th scope="col" className={cn(head, "text-right")}>{`v${first.current.version}`}</th>
            <th scope="col" className={cn(head, "text-right")}>
              Change
            </th>
            <th scope="col" className={cn(head, "text-right")}>
              <Explained>p (worse)</Explained>
            </th>
            <th scope="col" className={cn(head, "w-[210px] pr-0 pl-5 text-left max-xl:w-[120px]")}>
              Reading
            </th>
          </tr>
        </thead>
        <tbody className="max-md:block">
          {findings.map((finding) => (
            <tr
              key={finding.metric}
              className="transition-colors hover:bg-surface-hover max-md:grid max-md:grid-cols-[auto_auto_1fr_auto] max-md:items-baseline max-md:gap-x-3 max-md:border-line max-md:border-b max-md:py-2.5"
            >
              <th scope="row" className={cn(cell, "text-left font-medium max-md:col-span-2 max-md:text-14")}>
                <TextLink
                  href={stateHref(place, { metric: finding.metric })}
                  replace
                  scroll={false}
                  className="text-fg hover:text-fg"
                >
                  {finding.label}
                </TextLink>
              </th>
              <td className={cn(cell, number, "text-fg-muted max-md:col-start-1 max-md:row-start-2")}>
                <Side finding={finding} side={finding.baseline} />
                <span className="md:hidden"> →</span>
              </td>
              <td className={cn(cell, number, "max-md:col-start-2 max-md:row-start-2")}>
                <Side finding={finding} side={finding.current} />
              </td>
              <td className={cn(cell, number, "max-md:col-start-3 max-md:row-start-2")}>{formatChange(finding)}</td>
              <td className={cn(cell, number, "text-fg-muted max-md:col-start-4 max-md:row-start-2")}>
                {formatFindingP(finding) ? <span className="md:hidden">p (worse) </span> : null}
                {formatFindingP(finding)}
              </td>
              <td
                className={cn(
                  cell,
                  "pr-0 pl-5 font-medium max-md:col-span-2 max-md:col-start-3 max-md:row-start-1 max-xl:whitespace-normal max-md:pl-0 max-md:text-right",
                  tones[readingTone(finding)],
                )}
              >
                {readingWords(finding)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {young ? <p className="mt-2 text-12 text-fg-muted">{young}</p> : null}
    </section>
  );
}

/** "88.6 % of 1,000"; how many stand behind it is lighter. */
function Side({ finding: { metric, needed }, side }: { finding: MetricFinding; side: FindingSide | null }) {
  if (!side) return <>–</>;
  return (
    <>
      {formatLive(metric, side.value)}
      <span className="ml-2.5 inline-block min-w-[58px] text-12 text-fg-subtle max-md:ml-1 max-md:min-w-0">
        {side.value === null ? `${formatCount(side.n)} of ${formatCount(needed)}` : `of ${formatCount(side.n)}`}
      </span>
    </>
  );
}
