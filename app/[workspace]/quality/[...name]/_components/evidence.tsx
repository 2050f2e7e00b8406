import { Explained } from "@/app/_components/explained";
import { withQuery } from "@/app/[workspace]/_components/paths";
import { cn } from "@/components/ui/cn";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { formatCount } from "@/lib/experiments/results/figures";
import { formatChange, formatFindingP, formatLive, readingWords, youngWords } from "@/lib/guards/finding-words";
import type { FindingSide, MetricFinding } from "@/lib/guards/findings";
import { countedRequests } from "@/lib/guards/quality/counted-requests";
import { readingTone } from "@/lib/guards/quality/phrases";
import { keptWords } from "@/lib/requests/kept-words";
import { type QualityPageAddress, stateHref } from "./state";

const number = "whitespace-nowrap max-md:text-left max-md:text-12";
const tones = { negative: "text-negative", positive: "text-positive", neutral: "text-fg-muted" } as const;

type Props = {
  place: QualityPageAddress;
  findings: readonly MetricFinding[];
  /** The name of the baseline: "before" or "control". */
  baselineName: string;
  /** How the guard compares: "one-sided, corrected over 3 metrics". */
  note: string;
  /** From when answers are kept. Null: the person may not read them. */
  keptFrom: Date | null;
};

/** Whether all answers that a side counts are kept. */
const isKept = (side: FindingSide | null, keptFrom: Date) => !side?.from || Date.parse(side.from) >= keptFrom.getTime();

/** The guard's findings, one row per metric: before, now, change, p-value, verdict. */
export function Evidence({ place, findings, baselineName, note, keptFrom }: Props) {
  const [first] = findings;
  const young = youngWords(findings);
  if (!first) return null;
  const isCut =
    keptFrom && findings.some(({ baseline, current }) => ![baseline, current].every((side) => isKept(side, keptFrom)));
  const before = findings.find(({ baseline }) => baseline)?.baseline?.version;
  return (
    <section aria-labelledby="evidence" className="border-line border-t px-6 pt-4 pb-5 max-md:px-4">
      <header className="flex min-h-7 flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="evidence" className="text-14">
          Evidence
        </h2>
        <p className="text-12 text-fg-muted">
          <Explained>{note}</Explained>
        </p>
      </header>
      <Table
        caption="Guard evidence, by metric"
        stacks
        columns={[
          "Metric",
          { name: before === undefined ? "Before" : `v${before}, ${baselineName}`, end: true },
          { name: `v${first.current.version}`, end: true },
          { name: "Change", end: true },
          { name: <Explained>p (worse)</Explained>, end: true },
          { name: "Reading", className: "w-[210px] pl-5 max-xl:w-[120px]" },
        ]}
      >
        {findings.map((finding) => (
          <EvidenceRow key={finding.metric} place={place} finding={finding} keptFrom={keptFrom} />
        ))}
      </Table>
      {young ? <p className="mt-2 text-12 text-fg-muted">{young}</p> : null}
      {isCut ? <p className="mt-2 text-12 text-fg-muted">{keptWords(keptFrom)}</p> : null}
    </section>
  );
}

function EvidenceRow({ place, finding, keptFrom }: Pick<Props, "place" | "keptFrom"> & { finding: MetricFinding }) {
  const p = formatFindingP(finding);
  return (
    <Row className="max-md:grid max-md:grid-cols-[auto_auto_1fr_auto] max-md:items-baseline max-md:gap-x-3 max-md:py-2.5">
      <RowHead className="whitespace-nowrap text-left font-medium max-md:col-span-2 max-md:text-14">
        <TextLink
          href={stateHref(place, { metric: finding.metric })}
          replace
          scroll={false}
          className="inline-block min-h-6 text-fg hover:text-fg"
        >
          {finding.label}
        </TextLink>
      </RowHead>
      <Cell end className={cn(number, "text-fg-muted max-md:col-start-1 max-md:row-start-2")}>
        <Side place={place} finding={finding} side={finding.baseline} keptFrom={keptFrom} />
        <span className="md:hidden"> →</span>
      </Cell>
      <Cell end className={cn(number, "max-md:col-start-2 max-md:row-start-2")}>
        <Side place={place} finding={finding} side={finding.current} keptFrom={keptFrom} />
      </Cell>
      <Cell end className={cn(number, "max-md:col-start-3 max-md:row-start-2")}>
        {formatChange(finding)}
      </Cell>
      <Cell end className={cn(number, "text-fg-muted max-md:col-start-4 max-md:row-start-2")}>
        {p ? <span className="md:hidden">p (worse) </span> : null}
        {p}
      </Cell>
      <Cell
        className={cn(
          "font-medium max-md:col-span-2 max-md:col-start-3 max-md:row-start-1 md:pl-5 max-md:text-right xl:whitespace-nowrap",
          tones[readingTone(finding)],
        )}
      >
        {readingWords(finding)}
      </Cell>
    </Row>
  );
}

type SideProps = Pick<Props, "place" | "keptFrom"> & { finding: MetricFinding; side: FindingSide | null };

/** "88.6 % of 1,000". The sample size has a lighter colour, and leads to its requests. */
function Side({
  place: { workspace, prompt, environment },
  finding: { metric, label, needed },
  side,
  keptFrom,
}: SideProps) {
  if (!side) return <>–</>;
  const filters = side.n > 0 && keptFrom && isKept(side, keptFrom) ? countedRequests(metric, side) : null;
  const counted = filters ? (
    <TextLink
      href={withQuery(`/${workspace}/requests`, { prompt, environment, ...filters })}
      className="text-fg-subtle"
      aria-label={`${formatCount(side.n)} requests of v${side.version}: ${label}`}
    >
      {formatCount(side.n)}
    </TextLink>
  ) : (
    formatCount(side.n)
  );
  return (
    <>
      {formatLive(metric, side.value)}
      <span className="ml-2.5 inline-block min-w-[58px] text-12 text-fg-subtle max-xl:ml-1 max-xl:min-w-0">
        {side.value === null ? (
          <>
            {counted} of {formatCount(needed)}
          </>
        ) : (
          <>of {counted}</>
        )}
      </span>
    </>
  );
}
