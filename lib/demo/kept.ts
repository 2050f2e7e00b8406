import type { UserActor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { startOfDay } from "@/lib/requests/people-times";
import { daysBefore } from "./members";

/** The number of days whose answers Fernway still has. Of the time before, only sums are left. */
const keptDays = 12;

/** Returns the start of the answers that are kept: the start of a day (UTC). */
export const keptFrom = (now: number): Date => startOfDay(daysBefore(now, keptDays));

/** The batch of all answers of a demo. It is not in the queue, so no job counts it again. Pure. */
export const batchOf = (workspaceId: string): string => `-${BigInt(`0x${workspaceId.replaceAll("-", "").slice(-15)}`)}`;

/** Records that the answers before `from` were removed, as the retention job does. */
export async function recordRemoval({ workspaceId, name }: UserActor, from: Date): Promise<void> {
  await prisma().$executeRaw`
    insert into content_policies (workspace_id, environment_id, events_cleared_to, updated_by_name)
    select workspace_id, id, ${from}, ${name} from environments where workspace_id = ${workspaceId}::uuid and stage = 'production'
    on conflict (environment_id) do update set events_cleared_to = excluded.events_cleared_to`;
}
