import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { environmentCalled } from "@/lib/core/environment-name";
import { notFound } from "@/lib/core/errors";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { count, share, time } from "@/lib/core/view-fields";
import type { Model } from "@/lib/template/content";
import { calledBy, findPromptOrThrow } from "../../queries/find-prompt";
import { modelView } from "../../views";
import { approvedSuiteView, type ChangedBy } from "../approved-suite";
import { scorersHash } from "../config-hash";
import { dimensions } from "../dimensions";
import type { GateMinimums, GatePolicyKey } from "../schema";

/** The requirements for a version to go live in an environment, as the API and pages show them. */
export const gatePolicyView = z
  .strictObject({
    prompt: z.string(),
    environment: z.string(),
    suite: approvedSuiteView.extend({
      isArchived: z.boolean(),
      hasWaitingChanges: z.boolean().meta({ description: "Whether the suite has changes that wait for an approval." }),
    }),
    minimums: z
      .partialRecord(z.enum(dimensions), share)
      .meta({ description: "The minimum score of each dimension, 0 to 1." }),
    isNotWorse: z.boolean(),
    alpha: z.number(),
    repeats: count,
    model: modelView.nullable(),
    concurrency: count,
    budgetUsd: z.number().nullable(),
    runOnSave: z.boolean(),
    autoPromote: z.boolean(),
    updatedBy: z.string(),
    updatedAt: time,
  })
  .meta({ id: "Gate" });
export type GatePolicyView = z.output<typeof gatePolicyView>;

const include = {
  prompt: { select: { name: true } },
  environment: { select: { name: true } },
  suite: { select: { id: true, name: true, revision: true, scorers: true, archivedAt: true } },
} as const satisfies Prisma.GatePolicyInclude;

type GatePolicyRow = Prisma.GatePolicyGetPayload<{ include: typeof include }>;

/** The view of a row. Its JSON was validated when it was written. */
function toPolicyView(row: GatePolicyRow): GatePolicyView {
  const { id, name, archivedAt } = row.suite;
  const approved = scorersHash(row.scorers);
  const isCurrent = row.suite.revision === row.suiteRevision && scorersHash(row.suite.scorers) === approved;
  return {
    prompt: row.prompt.name,
    environment: row.environment.name,
    suite: {
      id,
      name,
      revision: row.suiteRevision,
      scorersHash: approved,
      casesChangedBy: row.casesChangedBy as ChangedBy | null,
      scorersChangedBy: row.scorersChangedBy as ChangedBy | null,
      approvedBy: row.approvedBy as ChangedBy | null,
      isArchived: archivedAt !== null,
      hasWaitingChanges: !isCurrent,
    },
    minimums: row.minimums as GateMinimums,
    isNotWorse: row.isNotWorse,
    alpha: row.alpha,
    repeats: row.repeats,
    model: row.model as Model | null,
    concurrency: row.concurrency,
    budgetUsd: row.budgetUsd,
    runOnSave: row.runOnSave,
    autoPromote: row.autoPromote,
    updatedBy: row.updatedByName,
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** The gates of a prompt, in the order of its environments. Throws 404 if the prompt does not exist. */
export async function listGatePolicies(actor: Actor, prompt: string): Promise<GatePolicyView[]> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const { id: promptId } = await findPromptOrThrow(workspaceId, prompt);
  const rows = await prisma().gatePolicy.findMany({
    where: { workspaceId, promptId },
    include,
    orderBy: { environment: { position: "asc" } },
  });
  return rows.map(toPolicyView);
}

/** A Prisma condition for the gate of a prompt in an environment. */
export const gateAt = (workspaceId: string, { name, environment }: GatePolicyKey) => ({
  workspaceId,
  prompt: { workspaceId, ...calledBy(name) },
  environment: { workspaceId, ...environmentCalled(environment) },
});

/** Returns the gate of an environment, or null if there is none. */
export async function getGatePolicy(actor: Actor, key: GatePolicyKey): Promise<GatePolicyView | null> {
  authorize(actor, "prompt:read");
  const row = await prisma().gatePolicy.findFirst({ where: gateAt(actor.workspaceId, key), include });
  return row && toPolicyView(row);
}

/** Returns the gate of an environment. Throws 404 `not_found`. */
export async function getGatePolicyOrThrow(actor: Actor, place: GatePolicyKey): Promise<GatePolicyView> {
  const policy = await getGatePolicy(actor, place);
  if (!policy) throw notFound(`A gate of ${place.name} for ${place.environment}`);
  return policy;
}
