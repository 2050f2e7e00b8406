import type { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { transaction } from "@/lib/core/db";
import { environmentCalled } from "@/lib/core/environment-name";
import { AppError, notFound } from "@/lib/core/errors";
import { publish } from "@/lib/core/publish";
import { parseInput } from "@/lib/core/validation";
import { replaceIn } from "../content-policy";
import { type ContentPolicyInput, contentPolicyInput, type redactionTrial } from "../content-policy-schema";
import { type ContentPolicyView, policyFields, toPolicyView } from "../queries/content-policies";
import { SlowRules, startPace } from "../redaction-pace";
import { resolveSlowRules } from "./slow-rules";

/**
 * Changes what an environment stores of users' and models' texts. It applies to new events, on every process within 30
 * seconds. A shorter retention also removes stored contents. Throws 404 `not_found`.
 */
export async function saveContentPolicy(actor: Actor, input: ContentPolicyInput): Promise<ContentPolicyView> {
  authorize(actor, "workspace:write");
  const { workspaceId } = actor;
  const { environment: name, ...changes } = parseInput(contentPolicyInput, input);
  const saved = await transaction(async (tx) => {
    const environment = await tx.environment.findFirst({
      where: { workspaceId, ...environmentCalled(name) },
      select: { id: true, name: true, isProtected: true },
    });
    if (!environment) throw notFound(`The environment ${name}`);
    const where = { id: environment.id, workspaceId };
    authorize(actor, "workspace:write", environment);
    // The lock serializes concurrent changes, so that both are kept.
    await tx.$queryRaw`select 1 from environments
      where id = ${environment.id}::uuid and workspace_id = ${workspaceId}::uuid for no key update`;
    const before = toPolicyView(await tx.environment.findUniqueOrThrow({ where, select: policyFields }));
    const data = Object.fromEntries(
      Object.entries(changes).filter(
        ([key, value]) =>
          value !== undefined && JSON.stringify(value) !== JSON.stringify(before[key as keyof ContentPolicyView]),
      ),
    );
    if (Object.keys(data).length === 0) return before;
    const row = { ...data, updatedByName: actor.name };
    await tx.contentPolicy.upsert({
      where: { environmentId: environment.id, workspaceId },
      create: { ...row, environmentId: environment.id, workspaceId },
      update: { ...row, updatedAt: databaseNow() },
    });
    if (data.rules !== undefined) await resolveSlowRules(tx, workspaceId, before.rules);
    await recordAudit(tx, actor, "content-policy.save", environment, data);
    return toPolicyView(await tx.environment.findUniqueOrThrow({ where, select: policyFields }));
  });
  publish("environments", workspaceId);
  return saved;
}

/** Returns a text with redaction rules applied. Stores nothing. Throws 422 `invalid_request` if they take too long. */
export async function tryRules(actor: Actor, { rules = [], text }: z.output<typeof redactionTrial>) {
  authorize(actor, "workspace:write");
  try {
    return { text: replaceIn(text, rules, startPace()) };
  } catch (error) {
    if (!(error instanceof SlowRules)) throw error;
    throw new AppError("invalid_request", "These rules take too long. While they do, no text is stored.");
  }
}
