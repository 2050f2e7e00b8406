import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import type { AuditAction } from "@/lib/auth/audit-actions";
import { canonicalJson } from "@/lib/core/canonical-json";
import { databaseNow } from "@/lib/core/database-clock";
import type { Transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import { Prisma, type TestCase } from "@/lib/core/generated/prisma/client";
import { changedBy } from "@/lib/registry/commands/load";
import { followSuite } from "../../suite-changes/commands";
import { type CaseInput, suiteLimits } from "../schema";
import { type CaseView, toCaseView } from "../views";

/** A suite whose row is locked. */
export type LockedSuite = { id: string; name: string; revision: number };

/** Locks the row of the suite until the transaction ends. This serializes changes of its cases. */
export async function lockSuite(tx: Transaction, { workspaceId }: Actor, id: string): Promise<LockedSuite> {
  const [row] = await tx.$queryRaw<(LockedSuite & { archivedAt: Date | null })[]>`
    select id, name, revision, archived_at as "archivedAt" from test_suites
    where workspace_id = ${workspaceId}::uuid and id = ${id}::uuid for update`;
  if (!row) throw notFound("This suite");
  if (row.archivedAt) throw new AppError("invalid_state", `${row.name} is archived. Restore it first.`);
  return row;
}

/** Raises the revision of the suite. Gates that the actor may change follow. */
export async function raiseRevision(tx: Transaction, actor: Actor, id: string): Promise<LockedSuite> {
  const { scorers, ...suite } = await tx.testSuite.update({
    where: { id, workspaceId: actor.workspaceId },
    data: { revision: { increment: 1 }, casesChangedBy: changedBy(actor), updatedAt: databaseNow() },
    select: { id: true, name: true, revision: true, scorers: true },
  });
  await followSuite(tx, actor, id, { revision: suite.revision - 1, scorers });
  return suite;
}

/** Throws 409 `invalid_state` if the suite would exceed its maximum number of cases. */
export async function assertRoom(tx: Transaction, workspaceId: string, suiteId: string, more: number): Promise<void> {
  if (more <= 0) return;
  const count = await tx.testCase.count({ where: { workspaceId, suiteId, removedIn: null } });
  if (count + more > suiteLimits.cases)
    throw new AppError("invalid_state", `A suite has at most ${suiteLimits.cases.toLocaleString("en-US")} cases.`);
}

/** A current case, with the input that would create it again. */
export type PresentCase = { id: string; key: string; one: CaseInput };

/** Returns the current cases in their order. */
export async function findCases(tx: Transaction, workspaceId: string, suiteId: string): Promise<PresentCase[]> {
  const rows = await tx.testCase.findMany({
    where: { workspaceId, suiteId, removedIn: null },
    orderBy: { caseKey: "asc" },
  });
  return rows.map((row) => ({ id: row.id, key: row.caseKey, one: asCaseInput(toCaseView(row)) }));
}

const json = (value: unknown) => (value ?? null) as Prisma.InputJsonValue;

/** The row of a case that a revision adds. */
export function toCaseRow(
  actor: Actor,
  suite: LockedSuite,
  caseKey: string,
  one: CaseInput,
): Prisma.TestCaseCreateManyInput {
  const { name = "", variables, placeholders, expected, tags = [], checks, source } = one;
  const hasTurns = placeholders && Object.keys(placeholders).length > 0;
  return {
    workspaceId: actor.workspaceId,
    suiteId: suite.id,
    caseKey,
    name,
    variables: json(variables),
    tags,
    placeholders: hasTurns ? json(placeholders) : Prisma.DbNull,
    expected: expected === undefined || expected === null ? Prisma.DbNull : json(expected),
    checks: checks && checks.length > 0 ? json(checks) : Prisma.DbNull,
    source: source ? json(source) : Prisma.DbNull,
    addedIn: suite.revision,
    createdByName: actor.name,
  };
}

/** Inserts the cases of one revision, in statements of up to a thousand rows. */
export async function insertCases(
  tx: Transaction,
  actor: Actor,
  { id, revision }: LockedSuite,
  cases: readonly { key: string; one: CaseInput }[],
): Promise<void> {
  for (let at = 0; at < cases.length; at += 1_000) {
    const rows = cases.slice(at, at + 1_000).map(({ key, one }) => {
      const { name = "", variables, placeholders = {}, expected = null, tags = [], checks = [], source = null } = one;
      return { key, name, variables, placeholders, expected, tags, checks, source };
    });
    await tx.$executeRaw`
      insert into test_cases (id, workspace_id, suite_id, case_key, name, variables, placeholders, expected, tags, checks,
        source, added_in, created_by_name)
      select gen_random_uuid(), ${actor.workspaceId}::uuid, ${id}::uuid, (one->>'key')::uuid, one->>'name',
        one->'variables', nullif(one->'placeholders', '{}'), nullif(one->'expected', 'null'),
        array(select jsonb_array_elements_text(one->'tags')), nullif(one->'checks', '[]'), nullif(one->'source', 'null'),
        ${revision}, ${actor.name}
      from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as one`;
  }
}

/** The input that would create this case again. */
export function asCaseInput({ name, variables, placeholders, expected, tags, checks, source }: CaseView): CaseInput {
  return { name, variables, placeholders, expected, tags, checks, ...(source && { source }) };
}

/** Whether a case has the same content. Its source is ignored. */
export function isSameCase(next: CaseInput, old: CaseInput): boolean {
  const plain = ({ source: _, ...one }: CaseInput) =>
    canonicalJson({
      name: "",
      placeholders: {},
      tags: [],
      checks: [],
      ...one,
      expected: one.expected ?? null,
    });
  return plain(next) === plain(old);
}

/** Converts rows to views, in the order in which they were first added. */
export const inCaseOrder = (rows: readonly TestCase[]) =>
  rows.map(toCaseView).sort((one, other) => (one.key < other.key ? -1 : 1));

/** An audit action on a suite. */
export type SuiteAction = AuditAction & `suite.${string}`;

/** Records a change of the suite's cases, with the revision. */
export function auditSet(
  tx: Transaction,
  actor: Actor,
  action: SuiteAction,
  suite: LockedSuite,
  data: Prisma.JsonObject,
) {
  return recordAudit(tx, actor, action, { id: suite.id, name: suite.name }, {
    ...data,
    revision: suite.revision,
  } as Prisma.InputJsonObject);
}
