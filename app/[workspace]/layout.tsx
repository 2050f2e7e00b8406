import { TimeZone } from "@/components/ui/time-zone";
import { countUnread } from "@/lib/alerts/queries/alerts";
import { can } from "@/lib/auth/authorize";
import { getSessionPerson, listMemberships, requireActor } from "@/lib/auth/session";
import { countRunningExperiments } from "@/lib/experiments/queries/experiments";
import { listFavourites } from "@/lib/registry/queries/favourites";
import { listWaiting } from "@/lib/registry/queries/inbox";
import { countSteps, getFirstSteps } from "@/lib/runtime/first-steps/queries";
import { noteMentions, promptCounts, waitingExperiments } from "./_components/shared-reads";
import { WorkspaceShell } from "./_components/workspace-shell";

export default async function WorkspaceLayout({ params, children }: LayoutProps<"/[workspace]">) {
  const { workspace } = await params;
  const actor = await requireActor(workspace);
  const [person, memberships, counts, waiting, mentions, undecided, unread, running, steps, favourites] =
    await Promise.all([
      getSessionPerson(),
      listMemberships(),
      promptCounts(actor),
      listWaiting(actor, 0),
      noteMentions(actor),
      waitingExperiments(actor),
      countUnread(actor),
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
        waiting={waiting.count + mentions.length + undecided.length + unread}
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
