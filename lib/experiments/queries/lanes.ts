import type { UserActor } from "@/lib/auth/actor";
import { can } from "@/lib/auth/authorize";
import { capitalize } from "@/lib/core/words";
import { inLaneOrder } from "@/lib/registry/environment-order";
import { loadGates } from "@/lib/registry/gate/queries/lane-gates";
import type { LaneData, LaneExperiment, LaneLive } from "@/lib/registry/lanes";
import type { EnvironmentView } from "@/lib/registry/queries/environments";
import { listChangeRequests } from "@/lib/registry/queries/inbox";
import type { PromptView } from "@/lib/registry/queries/prompts";
import { listReleases } from "@/lib/registry/queries/releases";
import { getVersionOrThrow, type VersionView } from "@/lib/registry/queries/versions";
import { archivedRefusal, roleRefusal } from "@/lib/registry/release-words";
import { lockedVersions } from "@/lib/registry/version-fates";
import type { ReleaseView } from "@/lib/registry/views";
import { formatShare } from "../results/figures";
import { getExperiment, listExperiments } from "./experiments";

/** What the page has already loaded, sorted newest first, so that it is not loaded again. */
type LoadedHistory = { versions: readonly VersionView[]; releases: readonly ReleaseView[] };

/** Loads the lanes of a prompt, sorted from left to right. */
export async function loadLanes(
  actor: UserActor,
  prompt: PromptView,
  environments: readonly EnvironmentView[],
  atHand: LoadedHistory,
): Promise<LaneData[]> {
  const versions = [...atHand.versions, ...prompt.deployments].map(({ version }) => version);
  const ids = environments.map(({ id }) => id);
  const [open, gates] = await Promise.all([
    listChangeRequests(actor, { prompt: prompt.name, status: "open", limit: 100 }),
    loadGates(actor, prompt.id, ids, [...versions, prompt.latestVersion]),
  ]);
  const running = await loadRunning(actor, prompt.name);
  return Promise.all(
    inLaneOrder(environments).map(async (environment) => {
      const { id, name, stage, isProtected, requiredApprovals } = environment;
      const refusal = refusalOf(actor, prompt, environment);
      const live = await loadLive(actor, prompt, name, atHand);
      return {
        id,
        name,
        stage,
        isProtected,
        requiredApprovals,
        title: capitalize(name),
        live,
        refusal,
        experiment: running.get(name) ?? null,
        requests: open.items
          .filter((request) => request.environment === name)
          .map(({ number, version, status }) => ({ number, version, status })),
        canAsk: can(actor, "review:write", environment) && prompt.archivedAt === null,
        canOverride: can(actor, "release:override") && refusal === null,
        gates: gates.get(id) ?? null,
        locked: lockedVersions(atHand.releases, name),
      };
    }),
  );
}

/** Loads the running experiments of the prompt by environment, with their current shares. */
async function loadRunning(actor: UserActor, prompt: string): Promise<Map<string, LaneExperiment>> {
  const { items } = await listExperiments(actor, { prompt, status: "running", limit: 100 });
  const views = await Promise.all(items.map(({ id }) => getExperiment(actor, id)));
  return new Map(
    views.flatMap((view) => {
      if (!view) return [];
      const { id, name, environment, variants, weights } = view;
      const shares = variants.map(
        ({ key, version, weight }) => `v${version} ${formatShare(weights?.[key] ?? weight, 0)}`,
      );
      return [[environment, { id, name, shares: shares.join(", ") }]];
    }),
  );
}

function refusalOf(actor: UserActor, { archivedAt }: PromptView, environment: EnvironmentView): string | null {
  if (!can(actor, "prompt:promote", environment))
    return `${roleRefusal(actor.role, environment.name)} Ask ${environment.isProtected ? "a publisher" : "an editor"}.`;
  return archivedAt ? archivedRefusal : null;
}

async function loadLive(
  actor: UserActor,
  { name, deployments }: PromptView,
  environment: string,
  { versions, releases }: LoadedHistory,
): Promise<LaneLive | null> {
  const deployment = deployments.find((one) => one.environment === environment);
  if (!deployment) return null;
  const { version, status, revision, since, control } = deployment;
  const isLast = (release: ReleaseView) => release.environment === environment;
  const [details, last] = await Promise.all([
    versions.find((one) => one.version === version) ?? getVersionOrThrow(actor, name, version),
    releases.find(isLast) ?? listReleases(actor, { name, environment, limit: 1 }).then(({ items }) => items[0]),
  ]);
  const by = last?.kind === "auto-rollback" ? "itself, guard" : (last?.actor.name ?? "");
  return { version, status, revision, since, message: details.message, by, control };
}

/** Returns the lane that can be rolled back from another page. Null if no version is live, or an experiment runs. */
export async function getRollBackLane(
  actor: UserActor,
  prompt: PromptView,
  environment: EnvironmentView,
): Promise<LaneData | null> {
  const [lane] = await loadLanes(actor, prompt, [environment], { versions: [], releases: [] });
  return lane?.live && lane.live.revision > 1 && !lane.experiment ? lane : null;
}
