import { can } from "@/lib/auth/authorize";
import { isAppError } from "@/lib/core/errors";
import { firstColumns, readColumns } from "@/lib/editing/playground/columns";
import type { VersionContent } from "@/lib/editing/playground/shared-values";
import { findStandIn, listModelOptions } from "@/lib/evaluation/models/queries";
import { listSampleSets } from "@/lib/evaluation/samples/queries";
import { getVersionOrThrow, listVersions } from "@/lib/registry/queries/versions";
import { textOf } from "@/lib/requests/address";
import { findRequestValues } from "@/lib/requests/queries/request-values";
import { openTab, type PromptPageProps } from "../_components/open-prompt";
import { Playground } from "../_components/playground/playground";

/** The playground: several versions and models side by side. */
export default async function PlaygroundPage(page: PromptPageProps) {
  const { actor, prompt, environments, query } = await openTab(page, "playground");
  const canRun = can(actor, "playground:run");
  const live = prompt.deployments.find(
    ({ environment }) => environments.find(({ name }) => name === environment)?.stage === "production",
  );
  const versionsToLoad =
    readColumns(textOf(query.columns)) ?? firstColumns(prompt.latestVersion, live?.version, await findStandIn(actor));
  const requestId = textOf(query.request);
  const [versions, samples, requestValues, ...loaded] = await Promise.all([
    listVersions(actor, prompt.name, { limit: 100 }),
    listSampleSets(actor, prompt.name, { limit: 100 }),
    requestId ? findRequestValues(actor, requestId.slice(0, 200)) : null,
    ...[...new Set(versionsToLoad.map(({ version }) => version))].map((version) =>
      getVersionOrThrow(actor, prompt.name, version).catch((error: unknown) => {
        // The URL may contain a version that does not exist. Its column is omitted.
        if (isAppError(error) && error.code === "not_found") return null;
        throw error;
      }),
    ),
  ]);
  const contents = loaded.flatMap((version): VersionContent[] =>
    version ? [{ version: version.version, content: version.expanded ?? version.content }] : [],
  );
  return (
    <Playground
      prompt={{ id: prompt.id, name: prompt.name }}
      columns={versionsToLoad.filter(({ version }) => contents.some((one) => one.version === version))}
      contents={contents}
      versions={versions.items.map(({ version, message, status, draftCopy }) => ({
        version,
        message,
        status,
        copy: draftCopy?.name ?? null,
      }))}
      sampleSets={samples.items}
      askedSamples={textOf(query.samples)}
      requestValues={requestValues}
      models={canRun ? listModelOptions(actor) : Promise.resolve([])}
      role={actor.role}
      canRun={canRun}
      canKeep={can(actor, "suite:write")}
    />
  );
}
