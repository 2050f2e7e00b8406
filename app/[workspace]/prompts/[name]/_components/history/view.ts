/** How the right half of the history is shown; `auto` leaves it to the width. */
export type HistoryView = "auto" | "split" | "unified" | "releases";

/** The view the address asks for. */
export function viewOf(value: string | string[] | undefined): HistoryView {
  return value === "split" || value === "unified" || value === "releases" ? value : "auto";
}
