import { raiseAlert, resolveAlert } from "@/lib/alerts/commands/alerts";
import { redactionSlow } from "@/lib/alerts/definitions/redaction-slow";
import { type Transaction, transaction } from "@/lib/core/db";
import { sha256Hex } from "@/lib/core/hash";
import { logger } from "@/lib/core/logger";
import type { RedactionRule } from "../content-policy";

const keyOf = (pattern: string) => `redaction.slow ${sha256Hex(pattern)}`;

/** Returns the environments of a workspace that have a rule with this pattern. */
const findEnvironments = (tx: Transaction, workspaceId: string, pattern: string) => tx.$queryRaw<
  { id: string; name: string }[]
>`
  select e.id, e.name from environments e join content_policies c on c.environment_id = e.id and c.workspace_id = e.workspace_id
  where e.workspace_id = ${workspaceId}::uuid and c.rules @> ${JSON.stringify([{ pattern }])}::jsonb
  order by e.position`;

async function raise(tx: Transaction, workspaceId: string, { name, pattern }: RedactionRule): Promise<void> {
  // The lock orders this after a change of the policies. Without it an alert could outlive its rule.
  await tx.$queryRaw`select 1 from environments where workspace_id = ${workspaceId}::uuid order by id for share`;
  const environments = await findEnvironments(tx, workspaceId, pattern);
  const [only, ...others] = environments;
  if (!only) return;
  const cause = { workspaceId, dedupeKey: keyOf(pattern), ...(others.length === 0 && { environmentId: only.id }) };
  const names = environments.map((environment) => environment.name);
  await raiseAlert(tx, redactionSlow.alert(cause, { rule: name, pattern, environments: names }));
}

/** Raises an alert about a slow rule, once until the rule is changed. Runs in the background; a failure is logged. */
export function reportSlowRule(workspaceId: string, rule: RedactionRule): void {
  transaction((tx) => raise(tx, workspaceId, rule)).catch((error: unknown) =>
    logger().warn({ err: error, workspaceId }, "a slow rule could not be reported"),
  );
}

/** Resolves the alerts about rules that no environment of the workspace has any more. */
export async function resolveSlowRules(
  tx: Transaction,
  workspaceId: string,
  before: readonly RedactionRule[],
): Promise<void> {
  for (const { pattern } of before)
    if ((await findEnvironments(tx, workspaceId, pattern)).length === 0)
      await resolveAlert(tx, workspaceId, keyOf(pattern));
}
