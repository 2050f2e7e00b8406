import { promptPath } from "@/app/[workspace]/_components/paths";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/text-link";
import { can } from "@/lib/auth/authorize";
import { isAppError } from "@/lib/core/errors";
import { withGates } from "@/lib/registry/gate/queries/gated-uses";
import { listSnippetUses, planSnippetUpdate } from "@/lib/registry/queries/snippet-uses";
import { openTab, type PromptPageProps } from "../_components/open-prompt";
import { UsesView } from "../_components/uses/uses-view";

/** The prompts that contain this one. */
export default async function UsesPage(page: PromptPageProps) {
  const { actor, workspace, prompt } = await openTab(page, "uses");
  const { name, latestVersion } = prompt;
  const uses = await withGates(actor, await listSnippetUses(actor, name, { limit: 100 }));
  if (uses.items.length === 0)
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
      name={name}
      latestVersion={latestVersion}
      page={uses}
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
