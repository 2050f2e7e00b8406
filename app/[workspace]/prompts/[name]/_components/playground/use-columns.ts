import { parseAsString, useQueryState } from "nuqs";
import { useTransition } from "react";
import { mostColumns, type PlaygroundColumn, writeColumns } from "./columns";

/** The columns, kept in the address: another version is read by the server. */
export function useColumns(columns: readonly PlaygroundColumn[]) {
  const [isPending, startTransition] = useTransition();
  const [, setText] = useQueryState("columns", parseAsString.withOptions({ shallow: false, startTransition }));
  const set = (next: readonly PlaygroundColumn[]) => void setText(writeColumns(next));
  return {
    isPending,
    change: (index: number, column: PlaygroundColumn) => set(columns.with(index, column)),
    remove: (index: number) => set(columns.toSpliced(index, 1)),
    add: (column: PlaygroundColumn) => set([...columns, column].slice(0, mostColumns)),
  };
}

/** The sample set in the fields, kept in the address too. */
export function useSamplesInAddress() {
  return useQueryState("samples", parseAsString);
}
