"use client";

import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { costText } from "@/lib/requests/figures";
import type { UsageStep } from "@/lib/requests/usage-steps";
import { stepWords } from "@/lib/requests/usage-words";

type Props = {
  caption: string;
  step: UsageStep;
  names: readonly string[];
  /** The beginning of each step, and the cost of each name. Drawn in the browser, because it can have many rows. */
  rows: readonly (readonly [at: string, costs: readonly number[]])[];
};

const columnOf: Record<UsageStep, string> = { hour: "Hour", day: "Day", week: "Week from", month: "Month" };

/** The bars of the chart as a table, newest first. */
export function StepTable({ caption, step, names, rows }: Props) {
  return (
    <Table
      caption={caption}
      columns={[columnOf[step], ...names.map((name) => ({ name, end: true })), { name: "Total", end: true }]}
    >
      {rows.toReversed().map(([at, costs]) => (
        <Row key={at}>
          <RowHead className="whitespace-nowrap font-normal">{stepWords(at, step)}</RowHead>
          {costs.map((cost, index) => (
            <Cell key={names[index]} end>
              {costText(cost)}
            </Cell>
          ))}
          <Cell end>{costText(costs.reduce((a, b) => a + b, 0))}</Cell>
        </Row>
      ))}
    </Table>
  );
}
