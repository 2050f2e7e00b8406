import { Explained } from "@/app/_components/explained";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { formatBounds, formatDifference, formatMoney, formatP, formatShare } from "@/lib/experiments/results/figures";
import type { ExperimentResults, NetValue } from "@/lib/experiments/results/schema";
import { versionName } from "./words";

const readings = {
  better: ["Worth more", "text-positive"],
  worse: ["Worth less", "text-negative"],
  unclear: ["Not clear", "text-fg-muted"],
  cost_unknown: ["Cost not known", "text-fg-muted"],
  depends_on_one_user: ["Depends on one user", "text-fg-muted"],
} as const satisfies Record<NetValue["comparisons"][number]["reading"], readonly [string, string]>;

/** The value of a user of each version: finished tasks at their stated worth, minus the cost of all answers. */
export function NetValueTable({ netValue, variants }: { netValue: NetValue; variants: ExperimentResults["variants"] }) {
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
