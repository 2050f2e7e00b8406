import { promptPath } from "@/app/[workspace]/_components/paths";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/text-link";
import { can } from "@/lib/auth/authorize";
import { isAppError } from "@/lib/core/errors";
import { listSnippetUses, planSnippetUpdate } from "@/lib/registry/queries/snippet-uses";
import type { TabProps } from "../tab-props";
import { UsesView } from "./uses-view";
import { withGates } from "./with-gates";

/** The prompts that include this one, and what an update to its newest version would change. */
export async function UsesTab({ actor, workspace, prompt }: TabProps) {
  const { name, latestVersion } = prompt;
  const page = await withGates(actor, await listSnippetUses(actor, name, { limit: 100 }));
  if (page.items.length === 0)
    return (
      <EmptyState
        title="No prompt uses this yet"
        action={<TextLink href={`/${workspace}/prompts`}>See the prompts</TextLink>}
        className="pt-16"
      >
        A text that several prompts share is written once and inserted with <code>{`{% render '${name}' %}`}</code>.
        Each prompt keeps the version it was saved with. This page lists all of them and can update them together.
      </EmptyState>
    );
  const plan = await planSnippetUpdate(actor, name, latestVersion).catch((error: unknown) => {
    if (isAppError(error) && error.status < 500) return error.message;
    throw error;
  });
  return (
    <UsesView
      key={latestVersion}
      workspace={workspace}
      name={name}
      latestVersion={latestVersion}
      page={page}
      plan={typeof plan === "string" ? [] : plan}
      failure={typeof plan === "string" ? plan : null}
      off={
        prompt.archivedAt
          ? "Restore the snippet first"
          : can(actor, "prompt:write")
            ? null
            : `Your role, ${actor.role}, can only read`
      }
      canRun={can(actor, "evaluation:run")}
      history={promptPath(workspace, name, { tab: "history" })}
    />
  );
}
