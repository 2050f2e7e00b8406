import { withQuery } from "@/app/[workspace]/_components/paths";
import { Avatar } from "@/components/ui/avatar";
import { can } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { capitalize } from "@/lib/core/words";
import { listGateSuites } from "@/lib/evaluation/gate/queries";
import { listModelOptions } from "@/lib/evaluation/models/queries";
import { listExperiments } from "@/lib/experiments/queries/experiments";
import { getWatch } from "@/lib/guards/queries/watch";
import { inLaneOrder } from "@/lib/registry/environment-order";
import { listGatePolicies } from "@/lib/registry/gate/queries/policies";
import { dropRefusalOf } from "@/lib/registry/prompt-moves";
import { countUsesByName, listAliases } from "@/lib/registry/queries/aliases";
import { listPreviewLinks } from "@/lib/registry/queries/preview-links";
import { NamesSection } from "../_components/names/names-section";
import { openTab, type PromptPageProps } from "../_components/open-prompt";
import { ArchiveSection } from "../_components/settings/archive-section";
import { DescriptionForm } from "../_components/settings/description-form";
import { ExportSection } from "../_components/settings/export-section";
import { GatesSection } from "../_components/settings/gates/gates-section";
import { GuardsSection } from "../_components/settings/guards/guards-section";
import { WatchPage } from "../_components/settings/guards/watch-page";
import { PreviewLinksSection } from "../_components/settings/preview-links-section";

/** The settings of a prompt: description, gates, guards, names, preview links, export and archive. */
export default async function SettingsPage(page: PromptPageProps) {
  const props = await openTab(page, "settings");
  const { actor, workspace, prompt, environments, query } = props;
  const watched = environments.find((environment) => environment.name === query.guards);
  if (watched) return <WatchPage {...props} environment={watched} />;
  const { name, description, tags, owner, archivedAt, deployments } = prompt;
  const mayGate = can(actor, "gate:write");
  const ordered = inLaneOrder(environments);
  const [{ items: links }, { items: names }, policies, suites, running, watches] = await Promise.all([
    listPreviewLinks(actor, name, { limit: 50 }, databaseNow()),
    listAliases(actor, { name, limit: 100 }),
    listGatePolicies(actor, name),
    listGateSuites(actor, prompt.id),
    listExperiments(actor, { prompt: name, status: "running", limit: 20 }),
    Promise.all(ordered.map((environment) => getWatch(actor, { name, environment: environment.name }))),
  ]);
  const uses = await countUsesByName(
    actor,
    names.map((alias) => alias.name),
  );
  const aliases = names.map((alias) => ({ ...alias, snippetUses: uses.get(alias.name) ?? 0 }));
  const live = ordered.filter((environment) =>
    deployments.some((deployment) => deployment.environment === environment.name),
  );
  const dropRefusal = dropRefusalOf(actor, prompt, environments);
  const mayWrite = can(actor, "prompt:write");
  const refusal = !mayWrite ? `Your role, ${actor.role}, may not archive prompts.` : dropRefusal;
  return (
    <div className="w-full max-w-2xl px-6 pt-5 pb-12 max-md:px-4">
      <DescriptionForm
        key={`${description} ${tags.join(",")}`}
        name={name}
        description={description}
        tags={tags}
        off={
          archivedAt ? "Restore the prompt to change it" : mayWrite ? null : `Your role, ${actor.role}, can only read`
        }
      />
      <section aria-labelledby="owner" className="mt-8 border-line border-t pt-5">
        <h2 id="owner" className="mb-2 text-14">
          Owner
        </h2>
        {owner ? (
          <p className="flex items-center gap-2">
            <Avatar name={owner.name} size={24} silent />
            {owner.name}
          </p>
        ) : (
          <p className="text-fg-muted">Nobody. It was created with an API key.</p>
        )}
      </section>
      <GatesSection
        name={name}
        policies={policies}
        suites={suites}
        environments={ordered.map((one) => ({ name: one.name, title: capitalize(one.name) }))}
        models={mayGate ? listModelOptions(actor) : Promise.resolve([])}
        off={
          archivedAt ? "Restore the prompt first" : mayGate ? null : `Your role, ${actor.role}, may not change gates`
        }
      />
      <GuardsSection
        name={name}
        auditHref={can(actor, "audit:read") ? withQuery(`/${workspace}/settings/audit`, { target: name }) : null}
        places={watches.map((watch, index) => ({
          ...watch,
          title: capitalize(watch.environment),
          isProduction: ordered[index]?.stage === "production",
        }))}
        off={
          archivedAt
            ? "Restore the prompt first"
            : can(actor, "guard:write")
              ? null
              : `Your role, ${actor.role}, may not change guards`
        }
      />
      <NamesSection
        name={name}
        aliases={aliases}
        dropRefusal={dropRefusal}
        latestVersion={prompt.latestVersion}
        off={mayWrite ? null : `Your role, ${actor.role}, can only read`}
      />
      <PreviewLinksSection
        name={name}
        links={links}
        latestVersion={prompt.latestVersion}
        off={archivedAt ? "Restore the prompt first" : mayWrite ? null : `Your role, ${actor.role}, can only read`}
      />
      <ExportSection name={name} latestVersion={prompt.latestVersion} />
      <ArchiveSection
        name={name}
        refusal={refusal}
        isArchived={archivedAt !== null}
        liveIn={live.map((environment) => environment.name)}
        running={running.items.map((experiment) => experiment.name)}
      />
    </div>
  );
}
