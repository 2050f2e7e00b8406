import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { TestCase } from "@/lib/core/generated/prisma/client";
import { uuidV7 } from "@/lib/core/uuid";
import { assertSchemas, schemasIn } from "../../scorers/assert-schemas";
import type { AddCasesInput, CaseInput, ChangeCasesInput, RemoveCasesInput, ReplaceCaseInput } from "../schema";
import { type CaseView, toCaseView } from "../views";
import {
  asCaseInput,
  assertRoom,
  auditSet,
  inCaseOrder,
  isSameCase,
  type LockedSuite,
  lockSuite,
  raiseRevision,
  type SuiteAction,
  toCaseRow,
} from "./case-rows";

/** The result of a change of cases: the new revision, the current state of the named cases, and the removed ones. */
export type ChangedSet = { revision: number; cases: CaseView[]; removed: CaseView[] };

/**
 * Replaces, adds, removes and restores cases as one revision, atomically. Throws 409 `revision_conflict` with a pointer
 * to each case that changed after its `expectedRevision`. A change without a difference creates no revision.
 */
export async function changeCases(actor: Actor, { id, ...change }: ChangeCasesInput): Promise<ChangedSet> {
  authorize(actor, "suite:write");
  const { workspaceId } = actor;
  const { replace = [], add = [], remove = [], restore = [] } = change;
  const written = [
    ...replace.map(({ checks }, index) => schemasIn(checks, ["replace", index, "checks"])),
    ...add.map(({ checks }, index) => schemasIn(checks, ["add", index, "checks"])),
  ];
  await assertSchemas(actor, written.flat());
  return transaction(async (tx) => {
    const suite = await lockSuite(tx, actor, id);
    const keys = replace.map(({ caseKey }) => caseKey);
    const present = await findPresent(tx, workspaceId, id, [...keys, ...remove]);
    assertThere("replace", keys, present);
    assertThere("remove", remove, present);
    assertUnchanged(replace, present);
    const edits = replace.map(({ caseKey, expectedRevision: _, ...fields }) => {
      const before = present.get(caseKey) as TestCase;
      const old = asCaseInput(toCaseView(before));
      const next = edited(old, fields);
      return { before, next, isSame: isSameCase(next, old) };
    });
    const replaced = edits.filter(({ isSame }) => !isSame);
    const removed = remove.map((key) => present.get(key) as TestCase);
    const { gone, there } = await findGone(tx, workspaceId, id, restore);
    const same = [...edits.filter(({ isSame }) => isSame).map(({ before }) => before), ...there];
    const counts = { replaced: replaced.length, added: add.length, removed: removed.length, restored: gone.length };
    if (Object.values(counts).every((count) => count === 0))
      return { revision: suite.revision, cases: inCaseOrder(same), removed: [] };
    await assertRoom(tx, workspaceId, id, counts.added + counts.restored - counts.removed);
    const raised = await raiseRevision(tx, actor, id);
    await endCases(tx, workspaceId, raised, [...replaced.map(({ before }) => before), ...removed]);
    // Keys created in the same millisecond are not ordered. Sorting them keeps the order of the input.
    const newKeys = add.map(uuidV7).sort();
    const made = await tx.testCase.createManyAndReturn({
      data: [
        ...replaced.map(({ before, next }) => toCaseRow(actor, raised, before.caseKey, next)),
        ...add.map((one, index) => toCaseRow(actor, raised, newKeys[index] as string, one)),
        ...gone.map((row) => toCaseRow(actor, raised, row.caseKey, asCaseInput(toCaseView(row)))),
      ],
    });
    const [action, data] = auditWords(counts, replaced[0]?.before.caseKey ?? "");
    await auditSet(tx, actor, action, raised, data);
    return { revision: raised.revision, cases: inCaseOrder([...made, ...same]), removed: inCaseOrder(removed) };
  });
}

async function findPresent(tx: Transaction, workspaceId: string, suiteId: string, keys: readonly string[]) {
  if (keys.length === 0) return new Map<string, TestCase>();
  const where = { workspaceId, suiteId, caseKey: { in: [...keys] }, removedIn: null };
  return new Map((await tx.testCase.findMany({ where })).map((row) => [row.caseKey, row]));
}

/** Finds the cases to restore: the last content of removed ones, and those that were not removed. */
async function findGone(tx: Transaction, workspaceId: string, suiteId: string, keys: readonly string[]) {
  if (keys.length === 0) return { gone: [], there: [] };
  const where = { workspaceId, suiteId, caseKey: { in: [...keys] } };
  const all = await tx.testCase.findMany({ where, orderBy: { addedIn: "asc" } });
  const last = new Map(all.map((row) => [row.caseKey, row]));
  assertThere("restore", keys, last);
  const rows = [...last.values()];
  return {
    gone: rows.filter(({ removedIn }) => removedIn !== null),
    there: rows.filter(({ removedIn }) => removedIn === null),
  };
}

function assertThere(list: string, keys: readonly string[], found: ReadonlyMap<string, TestCase>): void {
  const missing = keys.flatMap((key, index) => (found.has(key) ? [] : [index]));
  if (missing.length === 0) return;
  const message = "This case is not in the suite's set.";
  const errors = missing.map((index) => ({ pointer: `/${list}/${index}`, code: "not_found", message }));
  const { message: reason } = notFound(keys.length === 1 ? "This case" : "One of these cases");
  throw new AppError("not_found", reason, { errors });
}

function assertUnchanged(replace: NonNullable<ChangeCasesInput["replace"]>, present: ReadonlyMap<string, TestCase>) {
  const errors = replace.flatMap(({ caseKey, expectedRevision }, index) => {
    const before = present.get(caseKey);
    if (!before || before.addedIn <= (expectedRevision ?? before.addedIn)) return [];
    const message = `${before.createdByName} changed this case meanwhile. Look at it first.`;
    return [{ pointer: `/replace/${index}`, code: "revision_conflict", message }];
  });
  const [first] = errors;
  if (!first) return;
  const message = errors.length === 1 ? first.message : `${errors.length} of these cases were changed meanwhile.`;
  throw new AppError("revision_conflict", message, { errors });
}

/** Applies the given fields to a case. `expected: null` removes the expected answer. */
function edited(old: CaseInput, { expected, ...fields }: Partial<CaseInput>): CaseInput {
  const changes = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return { ...old, ...changes, expected: expected === undefined ? old.expected : expected };
}

async function endCases(tx: Transaction, workspaceId: string, { revision }: LockedSuite, rows: readonly TestCase[]) {
  if (rows.length === 0) return;
  const { count } = await tx.testCase.updateMany({
    where: { workspaceId, id: { in: rows.map(({ id }) => id) }, removedIn: null },
    data: { removedIn: revision },
  });
  if (count < rows.length) throw new AppError("revision_conflict", "Someone changed these cases meanwhile.");
}

type Counts = { replaced: number; added: number; removed: number; restored: number };

/** The audit action. A change of a single kind has its own action. */
function auditWords(counts: Counts, caseKey: string): [action: SuiteAction, data: Record<string, string | number>] {
  const { replaced, added, removed, restored } = counts;
  const kinds = Object.values(counts).filter((count) => count > 0).length;
  if (kinds === 1 && replaced === 1) return ["suite.replace-case", { caseKey }];
  if (kinds === 1 && added > 0) return ["suite.add-cases", { count: added }];
  if (kinds === 1 && removed > 0) return ["suite.remove-cases", { count: removed }];
  if (kinds === 1 && restored > 0) return ["suite.restore-cases", { count: restored }];
  return ["suite.change-cases", counts];
}

/** The result of a change of cases: the new revision and its changed cases. */
export type ChangedCases = { revision: number; cases: CaseView[] };

/** Adds cases as the next revision of the suite. */
export async function addCases(actor: Actor, { id, cases }: AddCasesInput): Promise<ChangedCases> {
  const { revision, cases: added } = await changeCases(actor, { id, add: cases });
  return { revision, cases: added };
}

/**
 * Replaces a case under the same key, as the next revision. Earlier revisions keep the old content. An edit without a
 * difference creates no revision.
 */
export async function replaceCase(actor: Actor, { id, caseKey, changes }: ReplaceCaseInput): Promise<ChangedCases> {
  const { revision, cases } = await changeCases(actor, { id, replace: [{ caseKey, ...changes }] });
  return { revision, cases };
}

/** Removes cases as the next revision; earlier revisions keep them. Throws 404 unless all of them exist. */
export async function removeCases(actor: Actor, { id, caseKeys }: RemoveCasesInput): Promise<ChangedCases> {
  const { revision, removed } = await changeCases(actor, { id, remove: [...new Set(caseKeys)] });
  return { revision, cases: removed };
}

/** Restores removed cases with their last content, as the next revision. Cases that were not removed are unchanged. */
export async function restoreCases(actor: Actor, { id, caseKeys }: RemoveCasesInput): Promise<ChangedCases> {
  const { revision, cases } = await changeCases(actor, { id, restore: [...new Set(caseKeys)] });
  return { revision, cases };
}
