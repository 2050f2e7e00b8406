import type { Actor } from "@/lib/auth/actor";
import { authorize, can } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import { Prisma } from "@/lib/core/generated/prisma/client";
import type { ChangedBy } from "@/lib/registry/gate/approved-suite";
import { caseTitle } from "@/lib/registry/gate/case-title";
import { scorersHash } from "@/lib/registry/gate/config-hash";
import { gateAt } from "@/lib/registry/gate/queries/policies";
import type { GatePolicyKey } from "@/lib/registry/gate/schema";
import type { ScorerConfig } from "../../scorers/schema";
import { changesOf } from "../../scorers/scorer-versions";
import { type CaseBody, type ChangedCase, caseChanges } from "../case-changes";
import { renamesOf, scorerChanges } from "../scorer-changes";
import type { SuiteOfGate, WaitingChanges } from "../views";

const include = {
  prompt: { select: { name: true } },
  environment: { select: { id: true, name: true, isProtected: true } },
  suite: {
    select: { id: true, name: true, revision: true, scorers: true, casesChangedBy: true, scorersChangedBy: true },
  },
} as const satisfies Prisma.GatePolicyInclude;

type GateRow = Prisma.GatePolicyGetPayload<{ include: typeof include }>;

/** Lists the gates that use a suite, with the changes that wait for approval, by environment order. At most 100. */
export async function listGatesOfSuite(actor: Actor, suiteId: string): Promise<SuiteOfGate[]> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const rows = await prisma().gatePolicy.findMany({
    where: { workspaceId, suiteId },
    include,
    orderBy: [{ environment: { position: "asc" } }, { prompt: { name: "asc" } }],
    take: 100,
  });
  return Promise.all(rows.map((row) => toView(actor, row)));
}

async function getGateOrThrow(actor: Actor, key: GatePolicyKey): Promise<GateRow> {
  authorize(actor, "prompt:read");
  const row = await prisma().gatePolicy.findFirst({ where: gateAt(actor.workspaceId, key), include });
  if (!row) throw notFound(`A gate of ${key.name} for ${key.environment}`);
  return row;
}

/** Returns the approved suite of one gate and the changes that wait for approval. Throws 404 if there is no gate. */
export const getSuiteOfGate = async (actor: Actor, key: GatePolicyKey): Promise<SuiteOfGate> =>
  toView(actor, await getGateOrThrow(actor, key));

/** Returns the changed cases and scorers that wait for approval, each before and after. At most 50 cases. */
export async function getSuiteChanges(actor: Actor, key: GatePolicyKey) {
  const { suite, suiteRevision, scorers } = await getGateOrThrow(actor, key);
  return {
    ...(await listChangedCases(actor.workspaceId, { suiteId: suite.id, from: suiteRevision })),
    scorers: scorerChanges(scorers as ScorerConfig[], suite.scorers as ScorerConfig[]),
  };
}

async function toView(actor: Actor, row: GateRow): Promise<SuiteOfGate> {
  const { suite, suiteRevision, environment } = row;
  const hash = scorersHash(row.scorers);
  const present = scorersHash(suite.scorers);
  const isCurrent = suite.revision === suiteRevision && present === hash;
  return {
    prompt: row.prompt.name,
    environment: environment.name,
    suite: {
      id: suite.id,
      name: suite.name,
      revision: suiteRevision,
      scorersHash: hash,
      casesChangedBy: row.casesChangedBy as ChangedBy | null,
      scorersChangedBy: row.scorersChangedBy as ChangedBy | null,
      approvedBy: row.approvedBy as ChangedBy | null,
    },
    waiting: isCurrent ? null : await toWaiting(row, present),
    mayApprove: can(actor, "gate:write", environment),
  };
}

async function toWaiting(
  { workspaceId, suite, suiteRevision, ...row }: GateRow,
  hash: string,
): Promise<WaitingChanges> {
  const [before, now] = [row.scorers as ScorerConfig[], suite.scorers as ScorerConfig[]];
  const names = new Map([...before, ...now].map(({ id, name }) => [id, name]));
  const named = (ids: string[]) => ids.map((id) => names.get(id) ?? id);
  const { added, changed, removed } = changesOf(before, now);
  return {
    revision: suite.revision,
    scorersHash: hash,
    casesChangedBy: suite.casesChangedBy as ChangedBy | null,
    scorersChangedBy: suite.scorersChangedBy as ChangedBy | null,
    cases: await countChanges(workspaceId, { suiteId: suite.id, from: suiteRevision }),
    scorers: {
      added: named(added),
      changed: named(changed),
      removed: named(removed),
      renamed: renamesOf(before, now, changed),
    },
  };
}

/** Counts the differences between the current cases and those of an earlier revision. */
async function countChanges(workspaceId: string, place: { suiteId: string; from: number }) {
  const [row] = await prisma().$queryRaw<WaitingChanges["cases"][]>`
    ${beforeAndNow(workspaceId, place)}
    select (count(*) filter (where before.content is null))::int as added,
      (count(*) filter (where now.content is null))::int as removed,
      (count(*) filter (where before.content <> now.content))::int as replaced
    from before full join now using (case_key)`;
  return row ?? { added: 0, removed: 0, replaced: 0 };
}

/** The compared content of a case. A case that was removed and added again with equal content counts as unchanged. */
const contentJson = Prisma.sql`jsonb_build_object('name', name, 'variables', variables, 'placeholders', placeholders,
  'expected', expected, 'tags', to_jsonb(tags), 'checks', checks)`;

/** SQL for `before` and `now`: each case's key and content at an earlier revision and at the current one. */
function beforeAndNow(workspaceId: string, { suiteId, from }: { suiteId: string; from: number }): Prisma.Sql {
  return Prisma.sql`with before as (
      select case_key, ${contentJson} as content from test_cases
      where workspace_id = ${workspaceId}::uuid and suite_id = ${suiteId}::uuid
        and added_in <= ${from} and (removed_in is null or removed_in > ${from})
    ), now as (
      select case_key, ${contentJson} as content from test_cases
      where workspace_id = ${workspaceId}::uuid and suite_id = ${suiteId}::uuid and removed_in is null
    )`;
}

const most = 50;

/** Lists the cases that differ between a revision of a suite and the current one, removed ones first. At most 50. */
async function listChangedCases(
  workspaceId: string,
  place: { suiteId: string; from: number },
): Promise<{ cases: ChangedCase[]; hasMore: boolean }> {
  const rows = await prisma().$queryRaw<{ key: string; before: CaseBody | null; after: CaseBody | null }[]>`
    ${beforeAndNow(workspaceId, place)}
    select case_key as key, before.content as before, now.content as after
    from before full join now using (case_key) where before.content is distinct from now.content
    order by now.content is null desc, before.content is not null desc, case_key limit ${most + 1}`;
  const cases = rows.slice(0, most).map(({ key, before, after }): ChangedCase => {
    const shown = after ?? before;
    return {
      key,
      title: shown ? caseTitle({ ...shown, placeholders: shown.placeholders ?? {} }) : "",
      kind: before === null ? "added" : after === null ? "removed" : "changed",
      fields: caseChanges(before, after),
    };
  });
  return { cases, hasMore: rows.length > most };
}
