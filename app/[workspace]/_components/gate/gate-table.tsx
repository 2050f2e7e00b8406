import { Check, X } from "lucide-react";
import { percent } from "@/app/_components/run-results/figures";
import { cn } from "@/components/ui/cn";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { capitalize } from "@/lib/core/words";
import type { GateResult } from "@/lib/registry/gate/result";
import { shareText } from "./gate-words";

// Five columns fit beside a review, which is 260 px wide.
const cell = "h-6 pr-2";
const head = "pr-2";

/** Compares each dimension of a version with the live version and with its minimum. */
export function GateTable({ verdict }: { verdict: GateResult }) {
  const { dimensions, version, liveVersion, baseline } = verdict;
  if (dimensions.length === 0) return null;
  const isCompared = liveVersion !== null && baseline?.status === "finished";
  return (
    <Table
      caption={`What v${version} reached, by dimension`}
      className="mt-1.5"
      columns={[
        { name: "Dimension", className: head },
        isCompared && { name: `v${liveVersion}`, end: true, className: head },
        { name: `v${version}`, end: true, className: head },
        { name: "Minimum", end: true, className: head },
        { name: "Reached", end: true, className: "w-4 pr-0", isSilent: true },
      ]}
    >
      {dimensions.map(({ dimension, score, baselineScore, minimum, passes }) => (
        <Row key={dimension} className="hover:bg-transparent">
          <RowHead className={cn(cell, "text-left font-normal")}>{capitalize(dimension)}</RowHead>
          {isCompared ? (
            <Cell end className={cn(cell, "text-fg-muted")}>
              {percent(baselineScore)}
            </Cell>
          ) : null}
          <Cell end className={cn(cell, "font-semibold")}>
            {percent(score)}
          </Cell>
          <Cell end className={cn(cell, "text-fg-muted")}>
            {shareText(minimum)}
          </Cell>
          <Cell end className="h-6 pr-0">
            {passes ? (
              <Check role="img" aria-label="passes" className="ml-auto size-3.5 text-positive" />
            ) : (
              <X role="img" aria-label="does not pass" className="ml-auto size-3.5 text-negative" />
            )}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
