import { promptPath } from "@/app/[workspace]/_components/paths";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/text-link";
import { can } from "@/lib/auth/authorize";
import { listGateSuites } from "@/lib/evaluation/gate/queries";
import { listModelOptions } from "@/lib/evaluation/models/queries";
import { getWatch, suggestWatch } from "@/lib/guards/queries/watch";
import type { EnvironmentView } from "@/lib/registry/queries/environments";
import { getVersionOrThrow } from "@/lib/registry/queries/versions";
import { getReach } from "@/lib/telemetry/queries/uses";
import type { TabProps } from "../../open-prompt";
import { LateWatchEditor } from "./late-watch-editor";

type Props = Pick<TabProps, "actor" | "workspace" | "prompt"> & { environment: EnvironmentView };

/**
 * The page that edits how a prompt is watched in an environment. It is a separate page because of the many
 * explanations.
 */
export async function WatchPage({ actor, workspace, prompt, environment }: Props) {
  const { name, latestVersion } = prompt;
  const backHref = promptPath(workspace, name, { tab: "settings" });
  if (!can(actor, "guard:write", environment) || prompt.archivedAt)
    return (
      <EmptyState
        plain
        title="Publishers set up guards"
        action={<TextLink href={backHref}>Back to the settings</TextLink>}
      >
        {prompt.archivedAt ? "Restore the prompt first." : `Your role, ${actor.role}, may read what they do.`}
      </EmptyState>
    );
  const place = { name, environment: environment.name };
  const watch = await getWatch(actor, place);
  const [suggested, suites, version, reach] = await Promise.all([
    suggestWatch(actor, place, watch.online),
    listGateSuites(actor, prompt.id),
    getVersionOrThrow(actor, name, latestVersion),
    getReach(actor, { prompt: name, environmentId: environment.id }),
  ]);
  const models = can(actor, "connection:read") ? listModelOptions(actor) : Promise.resolve([]);
  models.catch(() => {});
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <header className="border-line border-b px-6 py-4 max-md:px-4">
        <p className="text-12 text-fg-muted">
          <TextLink href={`${backHref}#guards`}>Settings</TextLink> / Guards
        </p>
        <h2 className="text-16">{`How ${environment.name} is watched`}</h2>
      </header>
      <LateWatchEditor
        watch={watch}
        suggested={suggested}
        suites={suites}
        models={models}
        backHref={backHref}
        prompt={{ id: prompt.id, name }}
        modelUnderTest={version.content.model ?? null}
        usesPerDay={reach?.usesPerDay ?? null}
      />
    </div>
  );
}
