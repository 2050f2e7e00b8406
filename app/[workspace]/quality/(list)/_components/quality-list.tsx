"use client";

import { useQueryStates } from "nuqs";
import { usePages } from "@/app/[workspace]/_components/load-more";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Table } from "@/components/ui/table";
import type { Page } from "@/lib/core/cursor";
import { type QualityGroup, type QualityRow, qualityGroups } from "@/lib/guards/quality/rows";
import { type QualityFilters, qualityParsers } from "../../_components/filters";
import { loadMoreQuality } from "../../actions";
import { QualityListRow } from "./quality-row";

type Props = {
  filters: QualityFilters;
  first: Page<QualityRow>;
  /** The names of environments of the stage production. */
  production: readonly string[];
  mayGuard: boolean;
};

const heads: Record<QualityGroup, string> = {
  worse: "Got worse",
  back: "Rolled back automatically",
  silent: "No verdicts",
  waiting: "A newer version waits",
  watched: "Watched",
  not_watched: "Not watched",
  not_live: "Not live",
};

export function QualityList({ filters, first, production, mayGuard }: Props) {
  const workspace = useWorkspace();
  const [, set] = useQueryStates(qualityParsers, { shallow: false });
  const { items: rows, rest } = usePages({
    first,
    keyOf: ({ prompt, environment }) => `${prompt} ${environment}`,
    load: (cursor) => loadMoreQuality({ workspace, ...filters, cursor }),
  });
  if (rows.length === 0)
    return (
      <EmptyState
        plain
        title="No prompt matches"
        action={<Button onClick={() => void set({ environment: null, folder: null })}>Clear filters</Button>}
      />
    );
  return (
    <>
      <Table
        caption="Prompts by live quality, the most urgent first"
        isGrouped
        stacks
        columns={[
          { name: "Prompt", className: "pl-6" },
          "Live",
          "Quality",
          "14 days",
          { name: "Now", end: true },
          { name: "Scores, 7 days", end: true, className: "max-xl:hidden" },
          { name: "Newer version", className: "pl-4 last:pr-6" },
        ]}
      >
        {qualityGroups.map((group) => {
          const found = rows.filter((row) => row.group === group);
          if (found.length === 0) return null;
          return (
            <tbody key={group} className="max-md:block">
              <tr className="max-md:block">
                <th
                  scope="rowgroup"
                  colSpan={7}
                  className="h-8 border-line border-b bg-surface-sunken px-6 text-left font-medium text-13 max-md:flex max-md:items-center max-md:px-4"
                >
                  {heads[group]}
                </th>
              </tr>
              {found.map((row) => (
                <QualityListRow
                  key={`${row.prompt} ${row.environment}`}
                  row={row}
                  mayGuard={mayGuard}
                  isProduction={production.includes(row.environment)}
                  isNamed={filters.environment === "" && row.environment !== production.at(-1)}
                />
              ))}
            </tbody>
          );
        })}
      </Table>
      {rest}
    </>
  );
}
