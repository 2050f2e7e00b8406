import { TimeZone } from "@/components/ui/time-zone";
import { readWaiting } from "@/lib/api/waiting";
import { can } from "@/lib/auth/authorize";
import { getSessionPerson, listMemberships, requireActor } from "@/lib/auth/session";
import { countRunningExperiments } from "@/lib/experiments/queries/experiments";
import { listFavourites } from "@/lib/registry/queries/favourites";
import { countSteps, getFirstSteps } from "@/lib/runtime/first-steps/queries";
import { promptCounts, waitingExperiments } from "./_components/shared-reads";
import { WorkspaceShell } from "./_components/workspace-shell";

export default async function WorkspaceLayout({ params, children }: LayoutProps<"/[workspace]">) {
  const { workspace } = await params;
  const actor = await requireActor(workspace);
  const [person, memberships, counts, waiting, running, steps, favourites] = await Promise.all([
    getSessionPerson(),
    listMemberships(),
    promptCounts(actor),
    readWaiting(actor, waitingExperiments),
    countRunningExperiments(actor),
    getFirstSteps(actor),
    listFavourites(actor),
  ]);
  const deletionAt = memberships.find(({ slug }) => slug === workspace)?.deletionAt;
  return (
    <TimeZone chosen={person?.timeZone ?? null}>
      <WorkspaceShell
        workspace={workspace}
        workspaces={memberships.map(({ slug, workspaceName }) => ({ slug, name: workspaceName }))}
        folders={counts.folders.map(({ name, count }) => [name, count])}
        archived={counts.archived}
        waiting={waiting}
        running={running}
        favourites={favourites}
        stepsDone={countSteps(steps)}
        user={{ name: actor.name, role: actor.role }}
        deletion={deletionAt ? { at: deletionAt, canKeep: can(actor, "workspace:delete") } : null}
        canCreate={can(actor, "prompt:write")}
      >
        {children}
      </WorkspaceShell>
    </TimeZone>
  );
}
