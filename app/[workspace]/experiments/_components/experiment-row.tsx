import { promptPath } from "@/app/[workspace]/_components/paths";
import { cn } from "@/components/ui/cn";
import { RelativeTime } from "@/components/ui/relative-time";
import { Cell, Row, RowHead } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { formatCount, formatDay, formatShare } from "@/lib/experiments/results/figures";
import { kindWords } from "@/lib/experiments/status-words";
import type { ExperimentSummary } from "@/lib/experiments/views";
import { StatusTag } from "./status-tag";

const cell = "max-md:min-h-7 max-md:content-center";

type Props = {
  workspace: string;
  experiment: ExperimentSummary;
  /** On the page of the prompt, so its name is omitted. */
  isOfPrompt: boolean;
};

export function ExperimentRow({ workspace, experiment, isOfPrompt }: Props) {
  const { id, name, status, kind, prompt, environment, variants, weights, startedAt, finding } = experiment;
  const href = `/${workspace}/experiments/${id}`;
  return (
    <Row className="max-md:flex max-md:flex-wrap max-md:items-center max-md:gap-x-2.5 max-md:px-4 max-md:py-2.5">
      <RowHead
        className={cn(
          cell,
          "max-w-0 md:py-1.5 md:pl-6 text-left font-normal max-md:order-1 max-md:max-w-none max-md:flex-[1_0_60%] md:w-[30%]",
        )}
      >
        <TextLink
          href={href}
          className="inline-block max-w-full truncate align-top text-fg hover:text-fg max-md:py-1.5 max-md:text-14"
        >
          {name}
        </TextLink>
        <span className={cn("block text-12", finding ? "text-fg [overflow-wrap:anywhere]" : "truncate text-fg-muted")}>
          {finding ? finding.sentence : kindWords[kind]}
        </span>
      </RowHead>
      <Cell className={cn(cell, "max-md:order-2 max-md:ml-auto max-md:min-h-8 max-md:self-start")}>
        <StatusTag status={status} found={finding?.state ?? null} />
      </Cell>
      <Cell className={cn(cell, "max-w-0 md:w-[22%] max-md:order-3 max-md:w-full max-md:max-w-none")}>
        {isOfPrompt ? (
          environment
        ) : (
          <>
            <TextLink href={promptPath(workspace, prompt)} className="inline-block max-w-full truncate align-top">
              {prompt}
            </TextLink>
            <span className="block truncate text-12 text-fg-muted max-md:inline">{` in ${environment}`}</span>
          </>
        )}
      </Cell>
      <Cell className={cn(cell, "tabular-nums max-md:order-4")}>
        <span className="flex flex-wrap gap-x-2">
          {variants.slice(0, 3).map(({ key, version, weight }) => (
            <span key={key} className="whitespace-nowrap">
              {`v${version} `}
              <span className="text-fg-muted">{formatShare(weights?.[key] ?? weight, 0)}</span>
            </span>
          ))}
          {variants.length > 3 ? <span className="text-fg-muted">{`${variants.length - 3} more`}</span> : null}
        </span>
      </Cell>
      <Cell className={cn(cell, "max-md:order-5 max-md:ml-auto")}>
        <Sample experiment={experiment} />
      </Cell>
      <Cell className={cn(cell, "whitespace-nowrap text-fg-muted last:pr-6 max-md:order-6 max-md:last:pr-0")}>
        {startedAt ? <RelativeTime at={startedAt} /> : <span className="text-fg-subtle max-md:hidden">not yet</span>}
      </Cell>
    </Row>
  );
}

/** The progress of the variant with the fewest users. The bar does not show which variant is better. */
function Sample({ experiment }: { experiment: ExperimentSummary }) {
  const { progress, kind, status, decision, finding } = experiment;
  if (decision)
    return (
      <span className="whitespace-nowrap">{`${decision.release ? "Promoted" : "Kept"} v${decision.version}`}</span>
    );
  if (!progress) return <span className="text-fg-subtle max-md:hidden">–</span>;
  if (kind !== "ab" && progress.users >= progress.required)
    return (
      <span className="whitespace-nowrap text-12 text-fg-muted">
        {status === "running" ? "moving its traffic" : `${formatCount(progress.users)} users`}
      </span>
    );
  if (kind === "ab" && progress.users >= progress.required)
    return <span className="whitespace-nowrap text-12 text-fg-muted">{sampleWords(finding, progress.required)}</span>;
  const share = Math.min(1, progress.users / Math.max(1, progress.required));
  return (
    <span className="flex items-center gap-2 whitespace-nowrap text-12 text-fg-muted tabular-nums">
      <span
        aria-hidden="true"
        className="h-1.5 w-16 overflow-hidden rounded-sm border border-line-control max-md:hidden"
      >
        <span className="block h-full bg-fg-muted" style={{ width: `${share * 100}%` }} />
      </span>
      {`${formatCount(progress.users)} of ${formatCount(progress.required)}${kind === "ab" ? "" : " to begin"}`}
    </span>
  );
}

/** The sample is complete: its date, or that checks still fail. */
const sampleWords = (finding: ExperimentSummary["finding"], required: number) =>
  finding?.asOf ? `complete on ${formatDay(finding.asOf)}` : `${formatCount(required)} reached`;
