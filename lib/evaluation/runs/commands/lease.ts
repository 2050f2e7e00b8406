import { prisma } from "@/lib/core/db";

/** The lifetime of a lease without renewal, by the database clock. Then another process can take over the workspace. */
export const leaseSeconds = 15;

/** Acquires or renews the lease on a workspace's runs. Returns false while another process holds it. */
export async function holdLease(workspaceId: string, holder: string): Promise<boolean> {
  const rows = await prisma().$queryRaw<unknown[]>`
    insert into evaluation_leases (workspace_id, holder, until)
    values (${workspaceId}::uuid, ${holder}::uuid, now() + make_interval(secs => ${leaseSeconds}))
    on conflict (workspace_id) do update set holder = excluded.holder, until = excluded.until
    where evaluation_leases.holder = excluded.holder or evaluation_leases.until < now()
    returning 1`;
  return rows.length > 0;
}

/** Releases the lease, so that the next process need not wait for its expiry. */
export async function releaseLease(workspaceId: string, holder: string): Promise<void> {
  await prisma().evaluationLease.deleteMany({ where: { workspaceId, holder } });
}

/** Lists workspaces with open runs and no lease, the longest waiting first. At most 100. */
export async function listWaitingWorkspaces(): Promise<string[]> {
  const rows = await prisma().$queryRaw<{ id: string }[]>`
    select r.workspace_id as id from evaluation_runs r
    where r.status in ('queued', 'running') and not exists
      (select 1 from evaluation_leases l where l.workspace_id = r.workspace_id and l.until >= now())
    group by r.workspace_id order by min(r.created_at) limit 100`;
  return rows.map(({ id }) => id);
}
