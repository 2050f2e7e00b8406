import type { ReactNode } from "react";
import { Explained } from "@/app/_components/explained";
import { EmptyState } from "@/components/ui/empty-state";
import { SectionHead } from "@/components/ui/section-head";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { formatBounds, formatDifference, formatMoney, formatP, formatShare } from "@/lib/experiments/results/figures";
import { liveTables, marginWords, verdictTables } from "@/lib/experiments/results/metric-rows";
import type { ExperimentResults, NetValue } from "@/lib/experiments/results/schema";
import { versionName } from "@/lib/experiments/results/words";
import type { ExperimentView } from "@/lib/experiments/views";
import { LateBanditSection } from "./late-bandit-section";
import { MetricTable } from "./metric-table";
import { Timeline } from "./timeline";

export type ResultsProps = {
  results: ExperimentResults;
  view: ExperimentView;
  csvOf?: ((part: string) => string) | undefined;
  /** The page that explains how an application reports outcomes. */
  useHref?: string | undefined;
};

function Block({ title, note, children }: { title: string; note: string; children: ReactNode }) {
  return (
    <section className="px-6 pt-3.5 pb-3.5 max-md:px-4">
      <SectionHead title={title} note={<Explained>{note}</Explained>} />
      {children}
    </section>
  );
}

/** The changes by metric, and how the difference developed. */
export function ResultsTab({ results, view, csvOf, useHref }: ResultsProps) {
  const { state, verdict, variants } = results;
  if (state === "bandit") return <LateBanditSection results={results} csvHref={csvOf?.("weights")} />;
  if (state === "not_started")
    return (
      <EmptyState title="No results before the start">
        The plan can still be changed. The start freezes it, and users begin to count.
      </EmptyState>
    );
  if (state === "not_valid") return null;
  if (variants.every(({ users }) => users === 0))
    return (
      <EmptyState
        title={results.endedAt === null ? "No users yet" : "No users"}
        more={useHref ? <TextLink href={useHref}>What to send</TextLink> : null}
      >
        Users are counted when an application requests the prompt with a user id and reports the outcome.
      </EmptyState>
    );
  const [control, ...candidates] = variants;
  const marginOf = marginWords(view.guardrails);
  const tables = verdict ? verdictTables(results, marginOf) : liveTables(results, marginOf);
  return (
    <>
      {tables.map((data) => {
        const candidate = versionName(candidates.find(({ key }) => key === data.variant));
        const against = candidates.length > 1 ? `, ${candidate} against ${versionName(control)}` : "";
        return (
          <Block
            key={data.variant}
            title={`${verdict ? "What changed" : "So far"}${against}`}
            note={
              verdict
                ? "Bars show the relative change. Right is always better."
                : "Right is better. No colours and no p-values until the sample is reached."
            }
          >
            <MetricTable
              data={data}
              control={versionName(control)}
              candidate={candidate}
              isLive={!verdict}
              caption={`Every metric with ${versionName(control)} and with ${candidate}`}
            />
            {verdict ? null : (
              <p className="mt-2 text-12 text-fg-muted">All other metrics are shown with the verdict.</p>
            )}
          </Block>
        );
      })}
      {verdict?.netValue && verdict.netValue.comparisons.length > 0 ? (
        <Block
          title="Net value per user"
          note={`A finished task is worth ${formatMoney(verdict.netValue.taskWorthUsd)}, less the cost of all answers. It does not decide.`}
        >
          <NetValueTable netValue={verdict.netValue} variants={variants} />
        </Block>
      ) : null}
      <div className="border-line border-t">
        <Timeline results={results} csvHref={csvOf?.("timeline")} />
      </div>
    </>
  );
}

const readings = {
  better: ["Worth more", "text-positive"],
  worse: ["Worth less", "text-negative"],
  unclear: ["Not clear", "text-fg-muted"],
  cost_unknown: ["Cost not known", "text-fg-muted"],
  depends_on_one_user: ["Depends on one user", "text-fg-muted"],
} as const satisfies Record<NetValue["comparisons"][number]["reading"], readonly [string, string]>;

/** The value of a user of each version: finished tasks at their stated worth, minus the cost of all answers. */
function NetValueTable({ netValue, variants }: { netValue: NetValue; variants: ExperimentResults["variants"] }) {
  const nameOf = (variant: string) => versionName(variants.find(({ key }) => key === variant));
  const control = versionName(variants[0]);
  return (
    <section aria-label="Net value per user" tabIndex={0} className="overflow-x-auto">
      <Table
        caption="Net value per user of each version against the control"
        className="min-w-[640px]"
        columns={[
          "Version",
          { name: control, end: true },
          { name: "Value", end: true },
          { name: "Change", end: true },
          { name: <Explained>Interval</Explained>, end: true },
          { name: <Explained>p</Explained>, end: true },
          { name: "Reading", className: "pl-3" },
        ]}
      >
        {netValue.comparisons.map((one) => {
          const [reading, tone] = readings[one.reading];
          return (
            <Row key={one.variant}>
              <RowHead>{nameOf(one.variant)}</RowHead>
              <Cell end className="text-fg-muted">
                {formatSigned(one.baseline)}
              </Cell>
              <Cell end>{formatSigned(one.value)}</Cell>
              <Cell end>{formatDifference("cost", one.difference)}</Cell>
              <Cell end className="whitespace-nowrap">
                {formatBounds("cost", one.interval)}
                <span className="ml-1.5 text-12 text-fg-subtle">{formatShare(one.confidence, 0)}</span>
              </Cell>
              <Cell end>{formatP(one.p)}</Cell>
              <Cell className={`pl-3 font-medium whitespace-nowrap ${tone}`}>{reading}</Cell>
            </Row>
          );
        })}
      </Table>
    </section>
  );
}

const formatSigned = (value: number) => (value < 0 ? `−${formatMoney(-value)}` : formatMoney(value));
