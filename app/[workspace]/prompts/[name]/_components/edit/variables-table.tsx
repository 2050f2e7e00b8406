"use client";

import { Table } from "@/components/ui/table";
import { freeName, variableRows } from "@/lib/editing/draft/variable-rows";
import { AddButton } from "./add-button";
import { useEdit } from "./edit-context";
import { VariableLine } from "./variable-line";

const head = "h-[30px] whitespace-nowrap border-line border-y pr-3 font-normal text-12 text-fg-muted";

/** The variables that applications send with each call. Those in the text are listed automatically. Edited in place. */
export function VariablesTable({ headingId }: { headingId: string }) {
  const { draft, dispatch, analysis, origin, isReadOnly } = useEdit();
  const rows = variableRows(draft, analysis, origin.base.content.variables ?? []);
  const names = rows.map(({ variable }) => variable.name);
  const add = () => {
    const name = freeName(names);
    dispatch({ do: "declare", variable: { name, type: "string", required: true, defaultText: null, description: "" } });
    requestAnimationFrame(() => {
      const field = document.querySelector<HTMLInputElement>(`input[aria-label="Name of ${name}"]`);
      field?.focus();
      field?.select();
    });
  };
  return (
    <>
      <header className="flex h-9 items-center justify-between">
        <h2 id={headingId} className="text-14">
          Variables
        </h2>
        {isReadOnly ? null : <AddButton what="Variable" label="Add a variable" onClick={add} />}
      </header>
      {rows.length === 0 ? (
        <p className="border-line border-t py-3 text-fg-muted">
          Write <code>{"{{ name }}"}</code> in a message, and the variable appears here.
        </p>
      ) : (
        <Table caption="Variables of this prompt" className="table-fixed max-beside:block">
          <thead className="max-beside:sr-only">
            <tr>
              <th scope="col" className={`${head} w-[28%]`}>
                Name
              </th>
              <th scope="col" className={`${head} w-21`}>
                Type
              </th>
              <th scope="col" className={`${head} w-18`}>
                Required
              </th>
              <th scope="col" className={`${head} w-[18%]`}>
                Default
              </th>
              <th scope="col" className={head}>
                Sample
              </th>
              <th scope="col" className={`${head} w-15 pr-0`}>
                <span className="sr-only">Remove</span>
              </th>
            </tr>
          </thead>
          <tbody className="table-fixed max-beside:block">
            {rows.map((row) => (
              <VariableLine key={row.variable.name} row={row} names={names} />
            ))}
          </tbody>
        </Table>
      )}
    </>
  );
}
