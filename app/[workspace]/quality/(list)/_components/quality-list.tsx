"use client";

import { usePages } from "@/app/[workspace]/_components/load-more";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { NoMatch } from "@/components/ui/no-match";
import { Table } from "@/components/ui/table";
import type { Page } from "@/lib/core/cursor";
import { groupWords, type QualityRow, qualityGroups, scoresFrom } from "@/lib/guards/quality/rows";
import { keptWords } from "@/lib/requests/kept-words";
import { type QualityFilters, qualityParsers } from "../../_components/filters";
import { loadMoreQuality } from "../../actions";
import { QualityListRow } from "./quality-row";

type Props = {
  filters: QualityFilters;
  first: Page<QualityRow>;
  /** The names of environments of the stage production. */
  production: readonly string[];
  mayGuard: boolean;
  /** From when answers are kept, by environment whose answers the person may read. */
  keptFrom: Readonly<Record<string, string>>;
};

/** Whether some answers that the row counts are no longer kept. */
const isCutRow = ({ environment, trend }: QualityRow, keptFrom: Props["keptFrom"]) =>
  Date.parse(scoresFrom(trend)) < Date.parse(keptFrom[environment] ?? "");

export function QualityList({ filters, first, production, mayGuard, keptFrom }: Props) {
  const workspace = useWorkspace();
  const { items: rows, rest } = usePages({
    first,
    keyOf: ({ prompt, environment }) => `${prompt} ${environment}`,
    load: (cursor) => loadMoreQuality({ workspace, ...filters, cursor }),
  });
  const cut = rows.flatMap((row) =>
    row.scores > 0 && isCutRow(row, keptFrom) ? (keptFrom[row.environment] ?? []) : [],
  );
  const cutAt = cut.toSorted().at(-1);
  if (rows.length === 0) return <NoMatch title="No prompt matches" params={qualityParsers} />;
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
                  {groupWords[group]}
                </th>
              </tr>
              {found.map((row) => (
                <QualityListRow
                  key={`${row.prompt} ${row.environment}`}
                  row={row}
                  mayGuard={mayGuard}
                  isLinked={row.environment in keptFrom && !isCutRow(row, keptFrom)}
                  isProduction={production.includes(row.environment)}
                  isNamed={filters.environment === "" && row.environment !== production.at(-1)}
                />
              ))}
            </tbody>
          );
        })}
      </Table>
      {cutAt ? <p className="px-6 pt-3 text-12 text-fg-muted max-xl:hidden">{keptWords(new Date(cutAt))}</p> : null}
      {rest}
    </>
  );
}
