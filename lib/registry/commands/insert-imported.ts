import { type Actor, actorRecord } from "@/lib/auth/actor";
import { type AuditRecord, recordAudits } from "@/lib/auth/audit";
import type { Transaction } from "@/lib/core/db";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { uuidV7 } from "@/lib/core/uuid";
import type { PlannedPrompt } from "../transfer/plan";
import { askForRuns } from "./ask-for-runs";
import { lockNames } from "./take-names";

/** Versions per statement. A thousand versions need about ten statements instead of three thousand. */
const chunk = 100;

/**
 * Writes the new prompts and versions of a plan. The transaction must have locked the rows of existing prompts. The
 * version numbers come from the plan, which was made from the same state.
 */
export async function insertImported(tx: Transaction, actor: Actor, plans: readonly PlannedPrompt[]): Promise<void> {
  const { workspaceId } = actor;
  const changed = plans.filter(({ action }) => action === "create" || action === "update");
  const ids = new Map(changed.map((plan) => [plan, plan.id ?? uuidV7()]));
  const idOf = (plan: PlannedPrompt) => ids.get(plan) ?? "";
  const lastOf = ({ firstNumber, versions }: PlannedPrompt) => firstNumber + versions.length - 1;

  const ownerId = actor.kind === "user" ? actor.userId : null;
  const created = changed.filter(({ action }) => action === "create");
  // The triggers lock each written name. Lock all names first, in a fixed order.
  await lockNames(
    tx,
    workspaceId,
    created.map(({ name }) => name),
  );
  await tx.prompt.createMany({
    data: created.map((plan) => ({
      id: idOf(plan),
      workspaceId,
      name: plan.name,
      ownerId,
      description: plan.description ?? "",
      tags: plan.tags ?? [],
      latestVersion: lastOf(plan),
      lastNumber: lastOf(plan),
    })),
  });
  const updated = changed.filter(({ action }) => action === "update");
  await tx.$executeRaw`
    update prompts p set last_number = x.number, latest_version = x.number, updated_at = now()
    from unnest(${updated.map(idOf)}::uuid[], ${updated.map(lastOf)}::int[]) as x (id, number)
    where p.id = x.id and p.workspace_id = ${workspaceId}::uuid`;
  const rows = changed.flatMap((plan) => versionRows(actor, plan, idOf(plan)));
  for (let from = 0; from < rows.length; from += chunk)
    await tx.version.createMany({ data: rows.slice(from, from + chunk) });
  await askForRuns(
    tx,
    workspaceId,
    updated.map((plan) => ({ promptId: idOf(plan), version: lastOf(plan) })),
  );
  const entries = changed.flatMap((plan) => auditEntries(plan, idOf(plan)));
  for (let from = 0; from < entries.length; from += chunk * 5)
    await recordAudits(tx, actor, entries.slice(from, from + chunk * 5));
}

const messageOf = (message: string, { file }: PlannedPrompt) => (message || `Imported from ${file}`).slice(0, 2000);

function versionRows(actor: Actor, plan: PlannedPrompt, promptId: string): Prisma.VersionCreateManyInput[] {
  const by = actorRecord(actor);
  return plan.versions.map(({ prepared, message }, index) => ({
    workspaceId: actor.workspaceId,
    promptId,
    number: plan.firstNumber + index,
    parentNumber: index === 0 ? plan.latestVersion : plan.firstNumber + index - 1,
    message: messageOf(message, plan),
    content: prepared.content as Prisma.InputJsonValue,
    ...(prepared.expanded && { expanded: prepared.expanded as Prisma.InputJsonValue }),
    contentHash: prepared.contentHash,
    authorKind: by.actorKind,
    authorId: by.actorId,
    authorName: by.actorName,
  }));
}

function auditEntries(plan: PlannedPrompt, id: string): AuditRecord[] {
  const { name, format, file, versions, firstNumber, action } = plan;
  const target = { id, name };
  return [
    {
      target,
      action: action === "create" ? "prompt.create" : "prompt.import",
      data: { importedFrom: format, file, versions: versions.length },
    },
    ...versions.map(({ prepared, message }, index) => ({
      target,
      action: "version.create" as const,
      data: { version: firstNumber + index, message: messageOf(message, plan), contentHash: prepared.contentHash },
    })),
  ];
}
