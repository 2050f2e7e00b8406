"use client";

import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import type { ColumnMapping, ColumnTarget, FileTable, ValueType } from "@/lib/evaluation/suites/transfer/format";
import type { PromptShape } from "@/lib/evaluation/suites/transfer/mapping";
import { excerpt } from "@/lib/registry/gate/case-title";

type Props = {
  table: FileTable;
  mapping: readonly ColumnMapping[];
  prompt: PromptShape;
  onChange: (mapping: ColumnMapping[]) => void;
};

const targets: { value: ColumnTarget; label: string }[] = [
  { value: "ignore", label: "Left out" },
  { value: "variable", label: "A variable" },
  { value: "name", label: "Name" },
  { value: "expected", label: "Expected answer" },
  { value: "tags", label: "Tags" },
  { value: "checks", label: "Checks" },
  { value: "placeholders", label: "Earlier turns" },
  { value: "variables", label: "All variables, as an object" },
];
const types: { value: ValueType; label: string }[] = [
  { value: "text", label: "Text" },
  { value: "number", label: "Number" },
  { value: "boolean", label: "Yes or no" },
  { value: "json", label: "JSON" },
];
const asInFile = { value: "given", label: "As in the file" } as const;
const hasType = (to: ColumnTarget) => to === "variable" || to === "expected";

/** The target of each column of the file, beside a sample of its values. */
export function MappingTable({ table, mapping, prompt, onChange }: Props) {
  const set = (column: string, change: Partial<ColumnMapping>) =>
    onChange(mapping.map((one) => (one.column === column ? { ...one, ...change } : one)));
  const isLines = table.delimiter === null;
  return (
    <Table
      caption="Columns of the file and what they become"
      className="table-fixed"
      stacks
      columns={[
        { name: "Column", className: "w-[22%]" },
        { name: "First rows", className: "w-[30%]" },
        { name: "Becomes", className: "w-44" },
        "Variable",
        { name: "Type", className: "w-36" },
      ]}
    >
      {mapping.map(({ column, to, variable, type }, index) => (
        <Row key={column} className="max-md:grid max-md:gap-1.5 max-md:py-3 max-md:[&>td:empty]:hidden">
          <RowHead className="text-left font-medium">
            <span className="block truncate" title={column}>
              {column}
            </span>
          </RowHead>
          <Cell className="text-12 text-fg-muted">
            <span className="my-1 line-clamp-2 [overflow-wrap:anywhere]">{samplesOf(table, index)}</span>
          </Cell>
          <Cell>
            <PhoneLabel>Becomes</PhoneLabel>
            <Select
              size="sm"
              aria-label={`${column} becomes`}
              options={targets}
              value={to}
              onChange={(event) => {
                const next = event.target.value as ColumnTarget;
                const typed = isLines
                  ? "given"
                  : next === "name" || next === "tags"
                    ? "text"
                    : hasType(next)
                      ? "text"
                      : "json";
                set(column, {
                  to: next,
                  type: next === to ? type : typed,
                  variable: next === "variable" ? (variable ?? column.replaceAll(/\W+/g, "_")) : undefined,
                });
              }}
            />
          </Cell>
          <Cell>
            {to === "variable" ? (
              <>
                <PhoneLabel>Variable</PhoneLabel>
                <Input
                  mono
                  aria-label={`Variable of ${column}`}
                  value={variable ?? ""}
                  maxLength={100}
                  autoComplete="off"
                  list={`variables-${index}`}
                  onChange={(event) => set(column, { variable: event.target.value })}
                  className="h-7 max-md:h-10"
                />
                <datalist id={`variables-${index}`}>
                  {prompt.variables.map(({ name }) => (
                    <option key={name} value={name} />
                  ))}
                </datalist>
              </>
            ) : null}
          </Cell>
          <Cell>
            {hasType(to) ? (
              <>
                <PhoneLabel>Type</PhoneLabel>
                <Select
                  size="sm"
                  aria-label={`Type of ${column}`}
                  options={isLines ? [asInFile, ...types] : types}
                  value={type}
                  onChange={(event) => set(column, { type: event.target.value as ValueType })}
                />
              </>
            ) : null}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

/** The name of the column above the control, where a phone hides the head of the table. */
function PhoneLabel({ children }: { children: string }) {
  return (
    <span aria-hidden="true" className="mb-1 block text-12 text-fg-muted md:hidden">
      {children}
    </span>
  );
}

function samplesOf({ rows }: FileTable, index: number): string {
  const cells = rows.map(({ cells: row }) => row[index]).filter((cell) => cell !== undefined && cell !== "");
  const texts = cells.slice(0, 3).map((cell) => excerpt(typeof cell === "string" ? cell : JSON.stringify(cell), 40));
  return texts.join(" · ") || "empty";
}
