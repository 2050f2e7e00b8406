import { promptPath } from "@/app/[workspace]/_components/paths";
import type { DiffLayout } from "@/components/diff/diff-row";
import { partOf } from "@/components/diff/part";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { can } from "@/lib/auth/authorize";
import { loadLanes } from "@/lib/experiments/queries/lanes";
import { toSections } from "@/lib/registry/diff-sections";
import { listReleases } from "@/lib/registry/queries/releases";
import { diffVersions, getVersionOrThrow, listVersions, type VersionView } from "@/lib/registry/queries/versions";
import { versionFates } from "@/lib/registry/version-fates";
import { choosePair } from "@/lib/registry/version-pair";
import { EnvironmentLanes } from "../_components/history/environment-lanes";
import { LateComparison, LateReleaseLog } from "../_components/history/late-views";
import { Releasing } from "../_components/history/releasing";
import { VersionList } from "../_components/history/version-list";
import { viewOf } from "../_components/history/view";
import { openTab, type PromptPageProps } from "../_components/open-prompt";

const versionsShown = 12;
const releasesShown = 50;
const freshMs = 20_000;

/** Versions, releases, and what changed between them. */
export default async function HistoryPage(page: PromptPageProps) {
  const { actor, workspace, prompt, environments, query } = await openTab(page, "history");
  const { name, latestVersion } = prompt;
  const [versions, own, releases] = await Promise.all([
    listVersions(actor, name, { limit: versionsShown }),
    listVersions(actor, name, { limit: 2, draftCopy: "main" }),
    listReleases(actor, { name, limit: releasesShown }),
  ]);
  const lanes = await loadLanes(actor, prompt, environments, {
    versions: versions.items,
    releases: releases.items,
  });
  const view = viewOf(query.view);
  const live = lanes.flatMap(({ live, stage }) => (live ? [{ version: live.version, stage }] : []));
  const highest = versions.items[0]?.version ?? latestVersion;
  const pair = choosePair(query, { highest, latest: latestVersion, previous: own.items[1]?.version ?? null }, live);
  const find = async (number: number): Promise<VersionView> =>
    versions.items.find(({ version }) => version === number) ?? (await getVersionOrThrow(actor, name, number));
  const production = lanes.findLast(({ stage }) => stage === "production");

  const compare = async (layout: DiffLayout) => {
    if (!pair) return <OnlyVersion workspace={workspace} name={name} canEdit={can(actor, "prompt:write")} />;
    const [diff, from, to] = await Promise.all([
      diffVersions(actor, name, pair.from, pair.to),
      find(pair.from),
      find(pair.to),
    ]);
    const { isSame, summary } = diff;
    const part = partOf(isSame ? [] : toSections(diff));
    const others = versions.items.map(({ version, status, message }) => ({ version, status, message }));
    return (
      <LateComparison
        layout={layout}
        from={from}
        to={to}
        isSame={isSame}
        summary={summary}
        part={part}
        others={others}
      />
    );
  };

  return (
    <Releasing
      name={name}
      lanes={lanes}
      latest={latestVersion}
      isFresh={Date.now() - Date.parse(own.items[0]?.createdAt ?? "") < freshMs}
      messages={Object.fromEntries(versions.items.map(({ version, message }) => [version, message]))}
    >
      <EnvironmentLanes />
      <div className="grid flex-1 grid-cols-[292px_minmax(0,1fr)] max-md:block md:max-lg:grid-cols-[236px_minmax(0,1fr)]">
        <VersionList
          first={versions}
          count={highest}
          pair={pair}
          fates={production ? versionFates(releases.items, production.name) : new Map()}
          canEdit={can(actor, "prompt:write") && !prompt.archivedAt}
        />
        {view === "releases" ? <LateReleaseLog first={releases} /> : await compare(view)}
      </div>
    </Releasing>
  );
}

/** Shown instead of a diff if there is only one version. */
function OnlyVersion({ workspace, name, canEdit }: { workspace: string; name: string; canEdit: boolean }) {
  return (
    <EmptyState
      className="content-start"
      title="One version so far"
      action={canEdit ? <Button href={promptPath(workspace, name, { tab: "edit" })}>Edit the prompt</Button> : null}
    >
      Every save creates a version. With two versions you see here, line by line, what changed.
    </EmptyState>
  );
}
