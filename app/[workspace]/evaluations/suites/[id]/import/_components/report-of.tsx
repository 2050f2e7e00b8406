"use client";

import { Radio } from "@/components/ui/choice";
import { pluralize } from "@/lib/core/words";
import type { ImportReport } from "@/lib/evaluation/suites/commands/import-cases";

type Props = {
  report: ImportReport;
  mode: "add" | "replace";
  duplicates: "skip" | "add";
  onDuplicates: (duplicates: "skip" | "add") => void;
};

/** The result of a dry run without errors, and the choice how to handle duplicates. */
export function ReportOf({ report, mode, duplicates, onDuplicates }: Props) {
  const { rows, added, replaced, removed, unchanged, duplicatesInFile, duplicatesInSuite } = report;
  const { rowsLeft, columnsLeft } = report;
  const words = [
    added > 0 ? `${pluralize(added, "case")} will be added` : "",
    mode === "replace" && replaced > 0 ? `${pluralize(replaced, "case")} will get other content` : "",
    mode === "replace" && unchanged > 0 ? `${pluralize(unchanged, "case")} will stay as they are` : "",
    removed > 0 ? `${pluralize(removed, "case")} will be removed` : "",
  ].filter(Boolean);
  const twice = duplicatesInFile.length + duplicatesInSuite.length;
  return (
    <section aria-label="What will change" className="grid gap-3">
      <p role="status">
        {rows === 1 ? "The row" : `All ${pluralize(rows, "row")}`} can be read.{" "}
        {words.length > 0 ? `${words.join(", ")}.` : "Nothing changes."}
      </p>
      {rowsLeft.length > 0 ? <p className="text-warning">{leftWords(rowsLeft)}</p> : null}
      {columnsLeft.length > 0 ? (
        <div>
          <p className="text-warning">
            {columnsLeft.length === 1 ? "One column is" : `${columnsLeft.length} columns are`} left out:
          </p>
          <ul className="mt-1 grid gap-0.5">
            {columnsLeft.map(({ column, rows: filled, sample }) => (
              <li key={column} className="min-w-0 truncate" title={sample}>
                <span className="font-medium">{column}</span>
                <span className="text-fg-muted">
                  {" "}
                  in {filled.toLocaleString("en-US")} {filled === 1 ? "row" : "rows"}: {sample}
                </span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {twice > 0 ? (
        <fieldset className="grid gap-0.5">
          <legend className="mb-1">
            {duplicatesInSuite.length > 0 ? `${rowWords(duplicatesInSuite)} repeat a case of the suite. ` : ""}
            {duplicatesInFile.length > 0 ? `${rowWords(duplicatesInFile)} repeat a row above.` : ""}
          </legend>
          <Radio
            name="duplicates"
            label="Skip them"
            checked={duplicates === "skip"}
            onChange={() => onDuplicates("skip")}
          />
          <Radio
            name="duplicates"
            label="Add them too"
            checked={duplicates === "add"}
            onChange={() => onDuplicates("add")}
          />
        </fieldset>
      ) : null}
    </section>
  );
}

/** Says which rows are not imported, and why. */
function leftWords(rows: readonly number[]): string {
  return `${rowWords(rows)} ${rows.length === 1 ? "is" : "are"} left out: no imported column has a value there.`;
}

function rowWords(rows: readonly number[]): string {
  const first = rows.slice(0, 5).join(", ");
  return rows.length > 5
    ? `${rows.length.toLocaleString("en-US")} rows (${first} and more)`
    : `${rows.length === 1 ? "Row" : "Rows"} ${first}`;
}
