import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import type { TenantPromptEnvironment } from "@/lib/core/prompt-environment";
import { parseInput } from "@/lib/core/validation";
import { assertNotArchived, loadEnvironment, lockPrompt } from "@/lib/registry/commands/load";
import { assertSchemas, schemasIn } from "../../scorers/assert-schemas";
import type { ScorerConfig } from "../../scorers/schema";
import { changesOf, raiseVersions } from "../../scorers/scorer-versions";
import { misfits } from "../fit";
import { misfitError } from "../fit-words";
import { getOnlineEvaluationOrThrow, type OnlineEvaluationView } from "../queries/online-evaluations";
import {
  type OnlineEvaluationFields,
  type PromptEnvironmentInput,
  promptEnvironmentInput,
  type SaveOnlineEvaluationInput,
  saveOnlineEvaluationInput,
} from "../schema";

/**
 * Sets how the live answers of a prompt are scored in an environment. Omitted fields get their defaults. Scorers that
 * now measure differently get a new version. Throws 422 for scorers that need an expected answer.
 */
export async function saveOnlineEvaluation(
  actor: Actor,
  input: SaveOnlineEvaluationInput,
): Promise<OnlineEvaluationView> {
  authorize(actor, "guard:write");
  authorize(actor, "prompt:read"); // for the response
  const { name, environment, ...fields } = parseInput(saveOnlineEvaluationInput, input);
  const place = await loadEnvironment(actor.workspaceId, environment);
  await assertSchemas(actor, schemasIn(fields.scorers, ["scorers"]));
  const prompt = await transaction((tx) => storeOnlineEvaluation(tx, actor, { name, environment: place, fields }));
  return getOnlineEvaluationOrThrow(actor, { name: prompt.name, environment: place.name });
}

type StoredEvaluation = {
  name: string;
  environment: { id: string; name: string; isProtected: boolean };
  fields: OnlineEvaluationFields;
};

/** The same within a larger transaction. Locks the row of the prompt. The fields must already be validated. */
export async function storeOnlineEvaluation(
  tx: Transaction,
  actor: Actor,
  { name, environment, fields }: StoredEvaluation,
) {
  authorize(actor, "guard:write", environment);
  const { workspaceId } = actor;
  const { scorers, ...rest } = fields;
  const errors = misfits(scorers).map(misfitError);
  if (errors[0]) throw new AppError("invalid_request", errors[0].message, { errors });
  const prompt = await lockPrompt(tx, workspaceId, name);
  assertNotArchived(prompt);
  const key = { promptId: prompt.id, environmentId: environment.id };
  const before = await tx.onlineEvaluation.findFirst({ where: { workspaceId, ...key }, select: { scorers: true } });
  const old = (before?.scorers ?? []) as ScorerConfig[];
  const next = raiseVersions(old, scorers, await lastVersions(tx, { workspaceId, ...key }));
  const data = {
    ...rest,
    scorers: next as Prisma.InputJsonArray,
    updatedByName: actor.name,
    updatedAt: databaseNow(),
  };
  await tx.onlineEvaluation.upsert({
    where: { promptId_environmentId: key, workspaceId },
    create: { workspaceId, ...key, ...data },
    update: data,
  });
  const auditData = { environment: environment.name, ...rest, scorers: changesOf(old, next) };
  await recordAudit(tx, actor, "online-evaluation.save", prompt, auditData);
  return prompt;
}

/** Deletes an online evaluation and returns its last state. Its scores are kept. Throws 404 if there is none. */
export async function removeOnlineEvaluation(
  actor: Actor,
  input: PromptEnvironmentInput,
): Promise<OnlineEvaluationView> {
  authorize(actor, "guard:write");
  const { workspaceId } = actor;
  const { name, environment: place } = parseInput(promptEnvironmentInput, input);
  const environment = await loadEnvironment(workspaceId, place);
  authorize(actor, "guard:write", environment);
  const last = await getOnlineEvaluationOrThrow(actor, { name, environment: environment.name });
  await transaction(async (tx) => {
    const prompt = await lockPrompt(tx, workspaceId, name);
    const where = { workspaceId, promptId: prompt.id, environmentId: environment.id };
    const { count } = await tx.onlineEvaluation.deleteMany({ where });
    if (count === 0) throw notFound(`An online evaluation of ${prompt.name} in ${environment.name}`);
    await recordAudit(tx, actor, "online-evaluation.remove", prompt, { environment: environment.name });
  });
  return last;
}

/** The highest measured version of each scorer. A scorer that was removed and added again continues from it. */
async function lastVersions(tx: Transaction, { workspaceId, promptId, environmentId }: TenantPromptEnvironment) {
  const rows = await tx.$queryRaw<{ id: string; version: number }[]>`
    select scorer->>'id' as id, max((scorer->>'version')::int) as version from online_series
    where workspace_id = ${workspaceId}::uuid and prompt_id = ${promptId}::uuid
      and environment_id = ${environmentId}::uuid and scorer is not null
    group by 1`;
  return new Map(rows.map(({ id, version }) => [id, version]));
}
