import { prisma } from "@/lib/core/db";

/** How long a process may be silent before another takes its workspaces over, by the database's clock. */
export const leaseSeconds = 15;

/** Takes or renews the right to work on a workspace's runs; false while another process has it. */
export async function holdLease(workspaceId: string, holder: string): Promise<boolean> {
  const rows = await prisma().$queryRaw<unknown[]>`
    insert into evaluation_leases (workspace_id, holder, until)
    values (${workspaceId}::uuid, ${holder}::uuid, now() + make_interval(secs => ${leaseSeconds}))
    on conflict (workspace_id) do update set holder = excluded.holder, until = excluded.until
    where evaluation_leases.holder = excluded.holder or evaluation_leases.until < now()
    returning 1`;
  return rows.length > 0;
}

/** Gives the workspace back, so that the next one need not wait. */
export async function releaseLease(workspaceId: string, holder: string): Promise<void> {
  await prisma().evaluationLease.deleteMany({ where: { workspaceId, holder } });
}

/** Workspaces with open runs and no lease, the longest waiting first. At most 100. */
export async function listWaitingWorkspaces(): Promise<string[]> {
  const rows = await prisma().$queryRaw<{ id: string }[]>`
    select r.workspace_id as id from evaluation_runs r
    where r.status in ('queued', 'running') and not exists
      (select 1 from evaluation_leases l where l.workspace_id = r.workspace_id and l.until >= now())
    group by r.workspace_id order by min(r.created_at) limit 100`;
  return rows.map(({ id }) => id);
}
