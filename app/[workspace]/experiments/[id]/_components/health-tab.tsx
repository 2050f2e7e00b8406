import { Check, Lightbulb, Minus, TriangleAlert, X } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { Explained } from "@/app/_components/explained";
import { RowsLink } from "@/app/[workspace]/_components/rows-link";
import { AxisWords } from "@/components/charts/axis-words";
import { IntervalBar } from "@/components/charts/interval-bar";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { SectionHead } from "@/components/ui/section-head";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { Reading } from "@/components/ui/tag";
import { shortDay } from "@/lib/core/short-day";
import { formatCount, formatShare } from "@/lib/experiments/results/figures";
import type { ExperimentResults, HealthCheck } from "@/lib/experiments/results/schema";
import { sharesByDay } from "@/lib/experiments/results/shares-by-day";
import { checkNames, versionName } from "@/lib/experiments/results/words";
import type { Examples, RequestsOf } from "./find-rows";

const readings: Record<HealthCheck["result"], ReactNode> = {
  passes: (
    <Reading tone="positive" icon={<Check />}>
      Passes
    </Reading>
  ),
  fails: (
    <Reading tone="negative" icon={<X />}>
      Fails
    </Reading>
  ),
  flagged: (
    <Reading tone="warning" icon={<TriangleAlert />}>
      Look at it
    </Reading>
  ),
  waiting: (
    <Reading tone="neutral" icon={<Minus />}>
      Waiting
    </Reading>
  ),
};

const top = "align-top md:py-2";

type Props = {
  results: ExperimentResults;
  requestsOf?: RequestsOf | undefined;
  /** Some of the users that each check counts. */
  examples?: Examples;
};

/** "For example" with users, each a link to the user's requests: plain names if these are no longer kept. */
function ExampleUsers({ users, isKept }: { users: NonNullable<Examples["clocks"]>; isKept: boolean }) {
  return (
    <p className="mt-1 text-fg-muted [overflow-wrap:anywhere]">
      {"For example "}
      {users.map(({ userId, href }, place) => (
        <Fragment key={userId}>
          {place > 0 ? ", " : ""}
          <RowsLink href={isKept ? href : null}>{userId}</RowsLink>
        </Fragment>
      ))}
    </p>
  );
}

/** Every check with its value, its limit, and what to do. */
export function HealthTab({ results, requestsOf, examples = {} }: Props) {
  const { checks } = results.health;
  // The banner above says what to do about the first failed check.
  const first = checks.find(({ result }) => result === "fails")?.id;
  if (checks.length === 0)
    return (
      <EmptyState title="Nothing to check yet">
        The checks run as soon as there are users, and before every verdict.
      </EmptyState>
    );
  return (
    <>
      <section className="px-6 pt-3.5 max-md:px-4 [&>*]:max-w-[976px]">
        <SectionHead title="Checks" note="Run before every verdict, on users" />
        <Table
          caption="Checks of this experiment"
          stacks
          columns={[
            { name: "Check", className: "w-[200px]" },
            "Seen",
            { name: "Limit", className: "w-[220px]" },
            { name: "Result", className: "w-[110px]" },
          ]}
        >
          {checks.map(({ id, result, seen, limit, action }) => (
            <Row key={id} className="max-md:grid max-md:grid-cols-[1fr_auto] max-md:py-2">
              <RowHead className={cn(top, "text-left font-medium")}>
                <Explained>{checkNames[id]}</Explained>
              </RowHead>
              <Cell className={cn(top, "tabular-nums max-md:col-span-2 max-md:row-start-2 max-md:text-fg-muted")}>
                <Explained>{seen}</Explained>
                {examples[id] ? <ExampleUsers users={examples[id]} isKept={requestsOf !== undefined} /> : null}
                {action && id !== first ? <p className="mt-1 max-w-[62ch] text-fg-muted">{action}</p> : null}
              </Cell>
              <Cell className={cn(top, "text-fg-muted max-md:hidden")}>{limit}</Cell>
              <Cell className={cn(top, "max-md:col-start-2 max-md:row-start-1")}>{readings[result]}</Cell>
            </Row>
          ))}
        </Table>
      </section>
      <Missing results={results} requestsOf={requestsOf} />
    </>
  );
}

/** Where the split is wrong: the share of users by the day of their first exposure. */
function Missing({ results, requestsOf }: Props) {
  const isBroken = results.health.checks.some(({ id, result }) => id === "split" && result === "fails");
  const candidate = results.variants.at(-1);
  const rows = isBroken && candidate ? sharesByDay(results, candidate.key) : [];
  if (!candidate || rows.length === 0) return null;
  const range = Math.max(
    0.1,
    ...rows.flatMap(({ low, high }) => [Math.abs(low - candidate.weight), Math.abs(high - candidate.weight)]),
  );
  const name = versionName(candidate);
  const off = rows.find(({ isOff }) => isOff);
  const edge = (share: number) => formatShare(Math.min(1, Math.max(0, candidate.weight + share)), 0);
  return (
    <section className="mt-3.5 border-line border-t px-6 pt-3.5 max-md:px-4 [&>*]:max-w-[976px]">
      <SectionHead
        title="When did users start to be missing?"
        note={`Share of users on ${name} by the day they came, 95\u00a0% interval. Planned: ${formatShare(candidate.weight, 0)}`}
      />
      <Table
        caption={`Share of users on ${name} by day`}
        className="table-fixed"
        columns={[
          { name: "Day", className: "w-[72px]" },
          { name: "Users", end: true, className: "w-[72px]" },
          { name, end: true, className: "w-[80px]" },
          { name: <AxisWords left={edge(-range)} middle={formatShare(candidate.weight, 0)} right={edge(range)} /> },
          { name: "Reading", className: "w-[132px] pl-3 max-md:hidden" },
        ]}
      >
        {rows.map(({ day, users, share, low, high, isOff }) => (
          <Row key={day}>
            <RowHead className="text-left font-medium">
              <RowsLink href={requestsOf?.({ exposedOn: day }) ?? null} className="text-fg">
                {shortDay(day)}
              </RowsLink>
            </RowHead>
            <Cell end>{formatCount(users)}</Cell>
            <Cell end>{formatShare(share)}</Cell>
            <Cell>
              <IntervalBar
                label={`${shortDay(day)}: ${formatShare(share)} on ${name}, ${formatShare(low)} to ${formatShare(high)}`}
                low={low - candidate.weight}
                high={high - candidate.weight}
                at={share - candidate.weight}
                range={range}
                tone={isOff ? "negative" : "neutral"}
              />
            </Cell>
            <Cell className={cn("pl-3 font-medium max-md:hidden", isOff ? "text-negative" : "text-fg-muted")}>
              {isOff ? "Far from the plan" : "As planned"}
            </Cell>
          </Row>
        ))}
      </Table>
      {off ? (
        <p className="mt-3 flex gap-2.5 rounded-md bg-surface-sunken px-3 py-2.5">
          <Lightbulb className="mt-0.5 size-4 shrink-0 text-fg-muted" />
          <span>
            <b className="font-semibold">{`Look at ${shortDay(off.day)} first.`}</b>
            {
              " What was released then? A frequent cause: the application drops empty answers, or uses one answer for everyone."
            }
          </span>
        </p>
      ) : null}
    </section>
  );
}
