import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { jsonPointer } from "@/lib/core/text";
import { uuidV7 } from "@/lib/core/uuid";
import { runTask } from "@/lib/core/work/run-task";
import { asksOf } from "../ask";
import { getSuiteOrThrow } from "../queries";
import { type CaseInput, type ImportCasesInput, suiteLimits } from "../schema";
import type { ColumnLeft, RowError } from "../transfer/format";
import { getPromptShape } from "../transfer/queries";
import { type CasesOfFile, type CaseWithInput, readCasesTask } from "../transfer/tasks";
import { auditSet, findCases, insertCases, isSameCase, lockSuite, type PresentCase, raiseRevision } from "./case-rows";

/** The result of an import or of a dry run. With errors, nothing was imported. */
export type ImportReport = {
  revision: number;
  rows: number;
  added: number;
  /** In mode replace: cases with the same values but other content. `removed`: cases that were not in the file. */
  replaced: number;
  removed: number;
  unchanged: number;
  /** Rows with the same values as an earlier row of the file, and as a case of the suite. */
  duplicatesInFile: number[];
  duplicatesInSuite: number[];
  skipped: number;
  /** The rows that are left out because no imported column has a value there. */
  rowsLeft: number[];
  /** Columns that are not imported. */
  columnsLeft: ColumnLeft[];
  errors: RowError[];
  errorCount: number;
};

/**
 * Imports a file of cases as one revision, atomically. Throws 422 `import_invalid` with a pointer to each faulty row
 * and column. A dry run returns the result without writing.
 */
export async function importCases(actor: Actor, input: ImportCasesInput): Promise<ImportReport> {
  authorize(actor, "suite:write");
  const suite = await getSuiteOrThrow(actor, input.id);
  const read = await readFile(actor, input, suite.prompt);
  const { cases, errors, errorCount } = read;
  if (errorCount > 0 && !input.isDryRun) throw refusal(errors, errorCount);
  return transaction(async (tx) => {
    const locked = await lockSuite(tx, actor, input.id);
    const present = await findCases(tx, actor.workspaceId, input.id);
    const asks = await asksOf(present.map(({ one }) => one));
    const plan = planImport(cases, { present, asks }, input);
    const report = {
      rows: read.rows,
      added: plan.added.length,
      replaced: plan.replaced.length,
      removed: plan.removed.length,
      unchanged: plan.unchanged,
      duplicatesInFile: plan.inFile,
      duplicatesInSuite: plan.inSuite,
      skipped: plan.skipped,
      rowsLeft: read.left,
      columnsLeft: read.columnsLeft,
      errors,
      errorCount,
    };
    const total = present.length - plan.removed.length + plan.added.length;
    if (total > suiteLimits.cases)
      throw new AppError(
        "invalid_state",
        `That would be ${total.toLocaleString("en-US")} cases. A suite has at most 10,000.`,
      );
    const isChange = plan.added.length + plan.replaced.length + plan.removed.length > 0;
    if (input.isDryRun || !isChange) return { revision: locked.revision, ...report };
    const raised = await raiseRevision(tx, actor, input.id);
    await end(tx, actor, raised.revision, [...plan.removed, ...plan.replaced.map(({ id }) => id)]);
    const keys = plan.added.map(uuidV7).sort();
    await insertCases(tx, actor, raised, [
      ...plan.replaced.map(({ key, one }) => ({ key, one })),
      ...plan.added.map((one, index) => ({ key: keys[index] as string, one })),
    ]);
    const { added, replaced, removed } = report;
    await auditSet(tx, actor, "suite.import", raised, { format: input.format, added, replaced, removed });
    return { revision: raised.revision, ...report };
  });
}

async function readFile(actor: Actor, input: ImportCasesInput, suitePrompt: string | null): Promise<CasesOfFile> {
  const { text, format, mapping = null } = input;
  const prompt = await getPromptShape(actor, suitePrompt);
  return runTask(readCasesTask, { text, format, mapping, prompt }, { workspaceId: actor.workspaceId });
}

function refusal(errors: readonly RowError[], errorCount: number): AppError {
  const [first] = errors;
  const where = first?.row ? `Row ${first.row}${first.column ? `, ${first.column}` : ""}: ` : "";
  const more = errorCount > 1 ? ` (and ${errorCount - 1} more)` : "";
  return new AppError("import_invalid", `${where}${first?.message}${more} Nothing was imported.`, {
    errors: errors.map(({ row, column, message }) => ({
      pointer: row === 0 ? jsonPointer(column ? ["columns", column] : ["text"]) : jsonPointer(["rows", row, column]),
      code: "import_invalid",
      message,
    })),
  });
}

/** The current cases of the suite, with the hashes of their inputs. */
type Present = { present: readonly PresentCase[]; asks: readonly string[] };

/** Decides for each row of an import: add a case, replace the case with the same input, or skip. Pure. */
function planImport(cases: readonly CaseWithInput[], { present, asks }: Present, input: ImportCasesInput) {
  const { mode, duplicates } = input;
  const waiting = new Map<string, PresentCase[]>();
  for (const [index, each] of present.entries()) {
    const ask = asks[index] as string;
    const same = waiting.get(ask);
    if (same) same.push(each);
    else waiting.set(ask, [each]);
  }
  const seen = new Set<string>();
  const added: CaseInput[] = [];
  const replaced: PresentCase[] = [];
  const unchangedIds = new Set<string>();
  const inFile: number[] = [];
  const inSuite: number[] = [];
  for (const { row, one, ask } of cases) {
    const isTwice = seen.has(ask);
    seen.add(ask);
    if (isTwice) inFile.push(row);
    if (isTwice && duplicates === "skip") continue;
    const [same] = waiting.get(ask) ?? [];
    if (same && mode === "add") {
      inSuite.push(row);
      if (duplicates === "add") added.push(one);
    } else if (same && mode === "replace") {
      waiting.get(ask)?.shift();
      unchangedIds.add(same.id);
      if (!isSameCase(one, same.one)) replaced.push({ id: same.id, key: same.key, one });
    } else added.push(one);
  }
  const removed = mode === "replace" ? present.filter(({ id }) => !unchangedIds.has(id)).map(({ id }) => id) : [];
  const skipped = duplicates === "skip" ? inFile.length + inSuite.length : 0;
  return { added, replaced, removed, inFile, inSuite, skipped, unchanged: unchangedIds.size - replaced.length };
}

async function end(tx: Transaction, { workspaceId }: Actor, revision: number, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += 5_000)
    await tx.testCase.updateMany({
      where: { workspaceId, id: { in: ids.slice(at, at + 5_000) }, removedIn: null },
      data: { removedIn: revision },
    });
}
