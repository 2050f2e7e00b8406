import type { CaseView } from "@/lib/evaluation/suites/views";
import type { CaseSheet } from "./case-sheet";
import { cellText } from "./cell-text";
import type { GridColumn } from "./columns";
import { emptyCase } from "./sheet-changes";

/** Whether a cell contains an unsaved change. */
export function isUnsavedCell(sheet: CaseSheet, one: CaseView, column: GridColumn): boolean {
  if (!sheet.isWaiting(one.key)) return false;
  return cellText(one, column) !== cellText(sheet.rows.get(one.key) ?? emptyCase(one.key), column);
}
