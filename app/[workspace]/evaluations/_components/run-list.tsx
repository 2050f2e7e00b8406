"use client";
import { Ban, Check, CircleDashed, CircleHelp, LoaderCircle, OctagonX, TriangleAlert } from "lucide-react";
import { PageRefresh } from "@/components/layout/page-refresh";
import { cn } from "@/components/ui/cn";
import { RelativeTime } from "@/components/ui/relative-time";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { Reading } from "@/components/ui/tag";
import { TextLink } from "@/components/ui/text-link";
import type { ActionResult } from "@/lib/api/action";
import type { Page } from "@/lib/core/cursor";
import type { ListedRun } from "@/lib/evaluation/comparison/queries/listed-runs";
import { percent } from "@/lib/evaluation/runs/figures";
import { dimensionWords } from "@/lib/registry/gate/dimension-words";
import { dimensions } from "@/lib/registry/gate/dimensions";
import { usePages } from "../../_components/load-more";
import { runPath } from "../../_components/paths";
import { useWorkspace } from "../../_components/use-workspace";

type Props = {
  first: Page<ListedRun>;
  load: (cursor: string) => Promise<ActionResult<Page<ListedRun>>>;
  /** Hides the name of the prompt, for the page of a prompt. */
  isOfOnePrompt?: boolean;
};

const isLive = ({ status }: ListedRun) => status === "running" || status === "queued";
const everyMs = 3_000;

/** Runs with their scores and outcomes, newest first. Running ones are updated automatically. */
export function RunList({ first, load, isOfOnePrompt }: Props) {
  const { items, rest } = usePages({ first, keyOf: ({ id }) => id, load });
  return (
    <>
      <Table
        caption="Evaluation runs, newest first"
        stacks
        className="md:table-fixed"
        columns={[
          { name: "Run", className: "pl-6" },
          { name: "Outcome", className: "w-[248px] max-xl:w-[190px]" },
          { name: "Against", className: "w-[120px]" },
          ...dimensions.map((one) => ({
            end: true,
            className: "w-20 max-xl:w-16 md:max-xl:nth-last-2:w-[76px] md:max-xl:nth-last-2:pr-6",
            name: (
              <>
                <span className="max-xl:hidden">{dimensionWords[one].name}</span>
                <abbr title={dimensionWords[one].name} className="no-underline xl:hidden">
                  {dimensionWords[one].short}
                </abbr>
              </>
            ),
          })),
          { name: "Created", className: "w-[208px] pl-6 last:pr-6 max-xl:hidden" },
        ]}
      >
        {items.map((run) => (
          <RunRow key={run.id} run={run} isOfOnePrompt={isOfOnePrompt} />
        ))}
      </Table>
      {rest}
      {first.items.some(isLive) ? <PageRefresh everyMs={everyMs} /> : null}
    </>
  );
}

const cell = "h-auto py-2 max-md:border-0 max-md:p-0";
const triggers = {
  manual: "",
  api: "by the API",
  save: "on saving",
  gate: "for the gate",
  baseline: "as baseline",
} as const;

/** "4 fixed", with a link to these cases if there are any. */
function ChangedCases({ href, count, words }: { href: string; count: number; words: string }) {
  return count > 0 ? <TextLink href={href}>{`${count} ${words}`}</TextLink> : `${count} ${words}`;
}

type RowProps = { run: ListedRun; isOfOnePrompt: boolean | undefined };

function RunRow({ run, isOfOnePrompt }: RowProps) {
  const workspace = useWorkspace();
  const { id, prompt, version, suite, environment, model, moved, baseline, createdBy, createdAt, trigger } = run;
  return (
    <Row className="max-md:flex max-md:flex-wrap max-md:items-center max-md:gap-x-3 max-md:gap-y-1 max-md:border-line max-md:border-b max-md:px-4 max-md:py-2.5">
      <RowHead className={cn(cell, "max-w-0 pl-6 pr-6 text-left font-normal max-md:w-full max-md:max-w-none")}>
        <span className="flex items-baseline gap-2">
          <TextLink
            href={runPath(workspace, id)}
            className="min-w-0 truncate text-fg hover:text-fg max-md:py-1.5 max-md:text-14"
          >
            {isOfOnePrompt ? `v${version}` : `${prompt} v${version}`}
          </TextLink>
          <span className="min-w-0 shrink-2 truncate text-12 text-fg-muted">{model.name}</span>
        </span>
        <span className="block truncate text-12 text-fg-muted">
          {suite.name}, revision {suite.revision}
          {environment ? `, for ${environment}` : ""}
        </span>
      </RowHead>
      <Cell
        className={cn(cell, "max-md:order-last max-md:ml-auto md:max-xl:[&>span]:whitespace-normal [&_svg]:flex-none")}
      >
        <RunOutcome run={run} />
      </Cell>
      <Cell className={cn(cell, "whitespace-nowrap text-fg-muted tabular-nums max-md:order-1 max-md:text-12")}>
        {baseline ? (
          <>
            <span className="md:hidden">against </span>
            {`v${baseline.version}`}
            {moved && run.status === "finished" ? (
              <span className="block text-12 max-md:ml-1.5 max-md:inline">
                {moved.broken + moved.fixed === 0 ? (
                  "no change"
                ) : (
                  <>
                    <ChangedCases href={`${runPath(workspace, id)}?show=fixed`} count={moved.fixed} words="fixed" />
                    {", "}
                    <ChangedCases href={`${runPath(workspace, id)}?show=broken`} count={moved.broken} words="broken" />
                  </>
                )}
              </span>
            ) : null}
          </>
        ) : (
          <span className="text-fg-subtle max-md:hidden">none</span>
        )}
      </Cell>
      {dimensions.map((one) => {
        const score = run.dimensions?.[one]?.score ?? null;
        return (
          <Cell
            key={one}
            end
            className={cn(
              cell,
              "md:max-xl:nth-last-2:pr-6 max-md:text-12",
              score === null && "text-fg-subtle max-md:hidden",
            )}
          >
            <span aria-hidden="true" className="mr-1 text-fg-subtle md:hidden">
              {dimensionWords[one].name}
            </span>
            {percent(score)}
          </Cell>
        );
      })}
      <Cell className={cn(cell, "whitespace-nowrap pl-6 text-fg-muted last:pr-6 max-xl:hidden")}>
        <RelativeTime at={createdAt} />
        <span className="block truncate text-12 text-fg-subtle">
          {[createdBy, triggers[trigger]].filter(Boolean).join(", ")}
        </span>
      </Cell>
    </Row>
  );
}

/** The outcome of a run in a word or two: its progress, why it ended, or the result of the gate. */
function RunOutcome({ run: { status, progress, gate, inconclusive, trigger } }: { run: ListedRun }) {
  const { done, total } = progress;
  if (status === "queued")
    return (
      <Reading tone="neutral" icon={<CircleDashed />}>
        Waiting
      </Reading>
    );
  if (status === "running")
    return (
      <span className="inline-grid gap-1">
        <Reading tone="neutral" icon={<LoaderCircle className="spinner" />}>
          <span className="tabular-nums">{`${done.toLocaleString("en-US")} of ${total.toLocaleString("en-US")}`}</span>
        </Reading>
        <span aria-hidden="true" className="h-1 w-24 overflow-hidden rounded-full bg-surface-hover">
          <span
            className="block h-full origin-left bg-ink"
            style={{ transform: `scaleX(${total === 0 ? 0 : done / total})` }}
          />
        </span>
      </span>
    );
  if (status === "cancelled")
    return (
      <Reading tone="neutral" icon={<Ban />}>
        Cancelled
      </Reading>
    );
  if (status === "failed")
    return (
      <Reading tone="warning" icon={<TriangleAlert />}>
        Run failed
      </Reading>
    );
  if (trigger === "baseline" && !inconclusive) return <span className="text-fg-muted">Baseline</span>;
  if (gate?.state === "passed")
    return (
      <Reading tone="positive" icon={<Check />}>
        Passes
      </Reading>
    );
  if (gate?.state === "failed")
    return (
      <Reading tone="negative" icon={<OctagonX />}>
        {gate.words}
      </Reading>
    );
  if (gate?.state === "inconclusive" || inconclusive)
    return (
      <Reading tone="warning" icon={<CircleHelp />}>
        No verdict
      </Reading>
    );
  if (gate)
    return (
      <Reading tone="neutral" icon={<CircleDashed />}>
        {gate.words}
      </Reading>
    );
  return <span className="text-fg-muted">Finished</span>;
}
