import type { ActionResult } from "@/lib/api/action";
import type { ChangedSet } from "@/lib/evaluation/suites/commands/change-cases";
import type { CasesChange } from "@/lib/evaluation/suites/schema";
import type { CaseView } from "@/lib/evaluation/suites/views";
import type { SheetPage } from "./sheet-rows";

/** The calls of the sheet to the server. */
export type SheetServer = {
  change: (change: CasesChange) => Promise<ActionResult<ChangedSet>>;
  read: (keys: string[]) => Promise<ActionResult<CaseView[]>>;
  page: (cursor: string, limit: number) => Promise<ActionResult<SheetPage>>;
};
