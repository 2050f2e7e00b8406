"use client";

import { type ReactNode, useId, useState } from "react";
import { CsvLink } from "../ui/csv-link";
import { Segmented } from "../ui/segmented";

export type ChartSectionProps = {
  /** What the chart answers, as a question if possible. */
  title: string;
  /** The unit, and what is needed to read the chart. */
  note: ReactNode;
  chart: ReactNode;
  /** The same numbers as a table. */
  table: ReactNode;
  csvHref?: string | undefined;
  /** A choice of content in place of the visible title. The title is then for screen readers only. */
  tabs?: ReactNode;
  /** Another choice, beside the switch of views. */
  extra?: ReactNode;
};

/** A chart with its table behind a switch, and the numbers as a file. */
export function ChartSection({ title, note, chart, table, csvHref, tabs, extra }: ChartSectionProps) {
  const [view, setView] = useState<"chart" | "table">("chart");
  const id = useId();
  return (
    <section aria-labelledby={id} className="px-6 pt-3.5 max-md:px-4">
      <header className="flex min-h-9 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 id={id} className={tabs ? "sr-only" : "text-14"}>
          {title}
        </h2>
        {tabs}
        <div className="flex flex-wrap items-center gap-3">
          {extra}
          {csvHref ? <CsvLink href={csvHref} /> : null}
          <Segmented
            label={`${title}: view`}
            value={view}
            onChange={setView}
            options={[
              { value: "chart", label: "Chart" },
              { value: "table", label: "Table" },
            ]}
          />
        </div>
      </header>
      <p className="mb-2 text-12 text-fg-muted max-md:mt-1.5">{note}</p>
      {view === "chart" ? (
        chart
      ) : (
        <section aria-label={`${title}: table`} tabIndex={0} className="max-h-[420px] overflow-auto">
          {table}
        </section>
      )}
    </section>
  );
}
