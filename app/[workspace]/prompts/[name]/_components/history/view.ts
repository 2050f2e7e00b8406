/** The view of the right half of the history. `auto` chooses it by the width. */
export type HistoryView = "auto" | "split" | "unified" | "releases";

/** Returns the view that the address selects. */
export function viewOf(value: string | string[] | undefined): HistoryView {
  return value === "split" || value === "unified" || value === "releases" ? value : "auto";
}
