import { type Actor, actorRecord } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { recordAudit } from "@/lib/core/audit";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import { Prisma, type TestCase } from "@/lib/core/generated/prisma/client";
import { canonicalJson } from "@/lib/core/hash";
import { uuidV7 } from "@/lib/core/uuid";
import {
  type AddCasesInput,
  type CaseInput,
  type RemoveCasesInput,
  type ReplaceCaseInput,
  suiteLimits,
} from "../schema";
import { type CaseView, toCaseView } from "../views";

/** What a change of cases gives back: the set it made. */
export type ChangedCases = { revision: number; cases: CaseView[] };

/** Adds cases as the next revision of the suite. */
export async function addCases(actor: Actor, { id, cases }: AddCasesInput): Promise<ChangedCases> {
  authorize(actor, "suite:write");
  return transaction(async (tx) => {
    const suite = await nextRevision(tx, actor, id);
    await assertRoom(tx, actor.workspaceId, id, cases.length);
    // Keys made in the same millisecond stand in no order: sorted, they keep the order of the input.
    const keys = cases.map(uuidV7).sort();
    const rows = cases.map((one, index) => toRow(actor, suite, keys[index] ?? uuidV7(), one));
    const made = await tx.testCase.createManyAndReturn({ data: rows });
    await audit(tx, actor, "suite.add-cases", suite, { count: cases.length });
    return { revision: suite.revision, cases: inOrder(made) };
  });
}

/**
 * Puts an edited case in the place of the present one, under the same key, as the next revision; the old content stays
 * in the revisions before. A change that changes nothing makes no revision.
 */
export async function replaceCase(actor: Actor, { id, caseKey, changes }: ReplaceCaseInput): Promise<ChangedCases> {
  authorize(actor, "suite:write");
  const { workspaceId } = actor;
  const { expectedRevision, ...fields } = changes;
  return transaction(async (tx) => {
    const suite = await lockSuite(tx, actor, id);
    const before = await tx.testCase.findFirst({ where: { workspaceId, suiteId: id, caseKey, removedIn: null } });
    if (!before) throw notFound("This case");
    if (before.addedIn > (expectedRevision ?? before.addedIn))
      throw new AppError("revision_conflict", `${before.createdByName} changed this case meanwhile. Look at it first.`);
    const old = toCaseView(before);
    const next: CaseInput = {
      variables: fields.variables ?? old.variables,
      placeholders: fields.placeholders ?? old.placeholders,
      expected: fields.expected === undefined ? old.expected : fields.expected,
      tags: fields.tags ?? old.tags,
      checks: fields.checks ?? old.checks,
      ...(old.source && { source: old.source }),
    };
    if (sameCase(next, old)) return { revision: suite.revision, cases: [old] };
    const raised = await raise(tx, actor, suite);
    const { count } = await tx.testCase.updateMany({
      where: { id: before.id, workspaceId, removedIn: null },
      data: { removedIn: raised.revision },
    });
    if (count === 0) throw new AppError("revision_conflict", "Someone changed this case meanwhile.");
    const row = await tx.testCase.create({ data: toRow(actor, raised, caseKey, next) });
    await audit(tx, actor, "suite.replace-case", raised, { caseKey });
    return { revision: raised.revision, cases: [toCaseView(row)] };
  });
}

/** Takes cases out of the set as the next revision; earlier revisions keep them. All of them are there, or 404. */
export async function removeCases(actor: Actor, { id, caseKeys }: RemoveCasesInput): Promise<ChangedCases> {
  authorize(actor, "suite:write");
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    const suite = await nextRevision(tx, actor, id);
    const where = { workspaceId, suiteId: id, caseKey: { in: caseKeys }, removedIn: null };
    const rows = await tx.testCase.findMany({ where });
    if (rows.length < new Set(caseKeys).size)
      throw notFound(caseKeys.length === 1 ? "This case" : "One of these cases");
    await tx.testCase.updateMany({ where, data: { removedIn: suite.revision } });
    await audit(tx, actor, "suite.remove-cases", suite, { count: rows.length });
    return { revision: suite.revision, cases: inOrder(rows) };
  });
}

/** Brings removed cases back with their last content, as the next revision. Those that are there stay as they are. */
export async function restoreCases(actor: Actor, { id, caseKeys }: RemoveCasesInput): Promise<ChangedCases> {
  authorize(actor, "suite:write");
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    const suite = await lockSuite(tx, actor, id);
    const all = await tx.testCase.findMany({
      where: { workspaceId, suiteId: id, caseKey: { in: caseKeys } },
      orderBy: { addedIn: "asc" },
    });
    const last = new Map(all.map((row) => [row.caseKey, row]));
    if (last.size < new Set(caseKeys).size) throw notFound(caseKeys.length === 1 ? "This case" : "One of these cases");
    const gone = [...last.values()].filter(({ removedIn }) => removedIn !== null);
    if (gone.length === 0) return { revision: suite.revision, cases: inOrder([...last.values()]) };
    await assertRoom(tx, workspaceId, id, gone.length);
    const raised = await raise(tx, actor, suite);
    const made = await tx.testCase.createManyAndReturn({
      data: gone.map((row) => toRow(actor, raised, row.caseKey, asInput(toCaseView(row)))),
    });
    await audit(tx, actor, "suite.restore-cases", raised, { count: made.length });
    return { revision: raised.revision, cases: inOrder(made) };
  });
}

type Suite = { id: string; name: string; revision: number };

/** Locks the suite's row until the transaction ends: changes of its set happen one after another. */
async function lockSuite(tx: Transaction, { workspaceId }: Actor, id: string): Promise<Suite> {
  const [row] = await tx.$queryRaw<(Suite & { archivedAt: Date | null })[]>`
    select id, name, revision, archived_at as "archivedAt" from test_suites
    where workspace_id = ${workspaceId}::uuid and id = ${id}::uuid for update`;
  if (!row) throw notFound("This suite");
  if (row.archivedAt) throw new AppError("invalid_state", `${row.name} is archived. Restore it first.`);
  return row;
}

async function raise(tx: Transaction, { workspaceId }: Actor, { id }: Suite): Promise<Suite> {
  return tx.testSuite.update({
    where: { id, workspaceId },
    data: { revision: { increment: 1 }, updatedAt: new Date() },
    select: { id: true, name: true, revision: true },
  });
}

async function nextRevision(tx: Transaction, actor: Actor, id: string): Promise<Suite> {
  return raise(tx, actor, await lockSuite(tx, actor, id));
}

async function assertRoom(tx: Transaction, workspaceId: string, suiteId: string, more: number): Promise<void> {
  const count = await tx.testCase.count({ where: { workspaceId, suiteId, removedIn: null } });
  if (count + more > suiteLimits.cases)
    throw new AppError("invalid_state", `A suite has at most ${suiteLimits.cases.toLocaleString("en-US")} cases.`);
}

const json = (value: unknown) => (value ?? null) as Prisma.InputJsonValue;

function toRow(actor: Actor, suite: Suite, caseKey: string, one: CaseInput): Prisma.TestCaseCreateManyInput {
  const { variables, placeholders, expected, tags = [], checks, source } = one;
  const hasTurns = placeholders && Object.keys(placeholders).length > 0;
  return {
    ...{ workspaceId: actor.workspaceId, suiteId: suite.id, caseKey, variables: json(variables), tags },
    ...{ placeholders: hasTurns ? json(placeholders) : Prisma.DbNull },
    expected: expected === undefined || expected === null ? Prisma.DbNull : json(expected),
    checks: checks && checks.length > 0 ? json(checks) : Prisma.DbNull,
    source: source ? json(source) : Prisma.DbNull,
    ...{ addedIn: suite.revision, createdByName: actor.name },
  };
}

function asInput({ variables, placeholders, expected, tags, checks, source }: CaseView): CaseInput {
  return { variables, placeholders, expected, tags, checks, ...(source && { source }) };
}

function sameCase(next: CaseInput, old: CaseView): boolean {
  const { source: _, ...before } = asInput(old);
  const { source: __, ...after } = next;
  return canonicalJson({ ...after, expected: after.expected ?? null }) === canonicalJson({ ...before });
}

const inOrder = (rows: readonly TestCase[]) =>
  rows.map(toCaseView).sort((one, other) => (one.key < other.key ? -1 : 1));

function audit(tx: Transaction, actor: Actor, action: string, suite: Suite, data: Record<string, string | number>) {
  return recordAudit(tx, {
    workspaceId: actor.workspaceId,
    actor: actorRecord(actor),
    action,
    target: { kind: "suite", id: suite.id, name: suite.name },
    data: { ...data, revision: suite.revision },
  });
}
