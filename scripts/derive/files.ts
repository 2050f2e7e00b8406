import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../root";
import { alertTable, noticeTable } from "./alerts";
import { replaceBlock } from "./block";
import { iconDrawings } from "./icons";
import { importerTable } from "./importers";
import { jobTable, withCrons } from "./jobs";
import { withScorerTables } from "./scorers";

/** Every file that is wholly or partly derived from declarations in the code. The function returns its content. */
const derivations: Readonly<Record<string, (current: string) => string>> = {
  "app/icon-drawings.css": iconDrawings,
  "vercel.json": withCrons,
  "docs/alerts.md": (current) => replaceBlock(replaceBlock(current, "alerts", alertTable()), "notices", noticeTable()),
  "docs/operations.md": (current) => replaceBlock(current, "jobs", jobTable()),
  "docs/scorers.md": withScorerTables,
  "docs/moving-in.md": (current) => replaceBlock(current, "importers", importerTable()),
};

export type DerivedFile = { path: string; current: string; derived: string };

/** Reads the derived files and derives them again. */
export const derivedFiles = (): DerivedFile[] =>
  Object.entries(derivations).map(([path, derive]) => {
    const current = readFileSync(join(root, path), "utf8");
    return { path, current, derived: derive(current) };
  });
