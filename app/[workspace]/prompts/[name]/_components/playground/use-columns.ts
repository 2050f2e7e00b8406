import { parseAsString, useQueryState } from "nuqs";
import { useTransition } from "react";
import { mostColumns, type PlaygroundColumn, writeColumns } from "./columns";

/** Stores the columns in the URL. A change reloads the page's data, because the server reads the versions. */
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

/** Stores the id of the chosen sample set in the URL. */
export function useSamplesInAddress() {
  return useQueryState("samples", parseAsString);
}
