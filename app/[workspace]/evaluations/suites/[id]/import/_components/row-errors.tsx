"use client";

import { Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Cell, Column, Row, RowHead, Table } from "@/components/ui/table";
import type { RowError } from "@/lib/evaluation/suites/transfer/format";
import { toCsvLine } from "@/lib/evaluation/suites/transfer/write-cases";

type Props = { errors: readonly RowError[]; count: number; fileName: string; isUnread?: boolean };

const shown = 50;

/** The errors of the file, row by row. With any error nothing is imported. */
export function RowErrors({ errors, count, fileName, isUnread = false }: Props) {
  const download = () => {
    const lines = errors.map(({ row, column, message }) => toCsvLine([row ? String(row) : "", column, message]));
    const text = `\uFEFF${toCsvLine(["row", "column", "error"])}${lines.join("")}`;
    const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = `${fileName.replace(/\.[a-z]+$/i, "")}-errors.csv`;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <section aria-label="Errors" className="grid gap-3">
      <Callout tone="negative" live>
        {count === 1 ? "One error" : `${count.toLocaleString("en-US")} errors`}: nothing is imported. Correct the file
        and choose it again{isUnread ? "" : ", or change what a column becomes"}.
      </Callout>
      <Table caption="Errors of the file">
        <thead>
          <tr>
            <Column className="w-20">Row</Column>
            <Column className="w-48">Column</Column>
            <Column>What is wrong</Column>
          </tr>
        </thead>
        <tbody>
          {errors.slice(0, shown).map(({ row, column, message }) => (
            <Row key={`${row} ${column} ${message}`}>
              <RowHead className="text-left font-normal tabular-nums">{row || "File"}</RowHead>
              <Cell>{column}</Cell>
              <Cell>{message}</Cell>
            </Row>
          ))}
        </tbody>
      </Table>
      <div className="flex items-center gap-3">
        <Button size="sm" icon={<Download />} onClick={download}>
          Download the errors
        </Button>
        {count > shown ? <span className="text-12 text-fg-muted">The first {shown} are shown.</span> : null}
      </div>
    </section>
  );
}
