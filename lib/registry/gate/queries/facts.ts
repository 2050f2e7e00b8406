import type { Transaction } from "@/lib/core/db";
import { type PromptEnvironment, promptEnvironmentKey } from "@/lib/core/prompt-environment";
import { offlineModel } from "@/lib/template/offline-model";
import type { ApprovedSuite, ChangedBy } from "../approved-suite";
import { configHash, scorersHash } from "../config-hash";
import type { GateFacts } from "../facts";
import type { GateMinimums } from "../schema";
import { loadBrokenCases, loadCounts } from "./case-counts";
import { loadRuns, loadStale, type RunsOf } from "./gate-runs";

/** The ids of a version and an environment. */
export type VersionInEnvironment = PromptEnvironment & { version: number };

/** A policy with its suite and the live version. Read in one query, so that it is consistent. */
export type PolicyRow = {
  promptId: string;
  prompt: string;
  environmentId: string;
  environment: string;
  minimums: GateMinimums;
  isNotWorse: boolean;
  alpha: number;
  repeats: number;
  model: unknown;
  runOnSave: boolean;
  autoPromote: boolean;
  suiteId: string;
  suiteName: string;
  /** The approved revision, which may be older than the suite's current one. */
  suiteRevision: number;
  scorers: unknown;
  casesChangedBy: ChangedBy | null;
  scorersChangedBy: ChangedBy | null;
  approvedBy: ChangedBy | null;
  liveVersion: number | null;
  /** Whether a provider is connected. Otherwise the offline model is used instead of the versions' own models. */
  isConnected: boolean;
};

/**
 * The policies of these prompts with their suites and live versions. `db` is the transaction of a move, or the client.
 */
export function loadPolicies(db: Transaction, workspaceId: string, promptIds: readonly string[]): Promise<PolicyRow[]> {
  return db.$queryRaw<PolicyRow[]>`
    select g.prompt_id as "promptId", p.name as prompt, g.environment_id as "environmentId", e.name as environment,
      g.minimums, g.is_not_worse as "isNotWorse", g.alpha, g.repeats, g.model,
      g.run_on_save as "runOnSave", g.auto_promote as "autoPromote",
      s.id as "suiteId", s.name as "suiteName", g.suite_revision as "suiteRevision", g.scorers,
      g.cases_changed_by as "casesChangedBy", g.scorers_changed_by as "scorersChangedBy", g.approved_by as "approvedBy",
      v.number as "liveVersion",
      exists (select from provider_connections c where c.workspace_id = g.workspace_id) as "isConnected"
    from gate_policies g
      join prompts p on p.id = g.prompt_id
      join environments e on e.id = g.environment_id
      join test_suites s on s.id = g.suite_id
      left join deployments d on d.prompt_id = g.prompt_id and d.environment_id = g.environment_id
      left join versions v on v.id = d.version_id
    where g.workspace_id = ${workspaceId}::uuid and g.prompt_id = any(${promptIds}::uuid[])
    order by e.position`;
}

const hashOf = ({ suiteId, suiteRevision, scorers, repeats, model }: PolicyRow): string =>
  configHash({ suiteId, suiteRevision, scorers, repeats, model });

/**
 * The configuration hashes of runs that count for this policy. The first is the policy's own. The second, if any, is
 * with the offline model in place of the versions' own models.
 */
export function hashesOf(policy: PolicyRow): string[] {
  const hasStandIn = policy.model === null && !policy.isConnected;
  return [hashOf(policy), ...(hasStandIn ? [hashOf({ ...policy, model: offlineModel })] : [])];
}

/** The suite of a policy, as results and evidence show it. */
function suiteOf(policy: PolicyRow): ApprovedSuite {
  const { suiteId, suiteName, suiteRevision, scorers, casesChangedBy, scorersChangedBy, approvedBy } = policy;
  const changes = { casesChangedBy, scorersChangedBy, approvedBy };
  return { id: suiteId, name: suiteName, revision: suiteRevision, scorersHash: scorersHash(scorers), ...changes };
}

/**
 * The facts about versions and environments, in the order of `places`; null for a place without a policy. Uses a fixed
 * number of queries. `withCases` adds the broken cases.
 */
export async function loadGateFacts(
  db: Transaction,
  workspaceId: string,
  places: readonly VersionInEnvironment[],
  { withCases }: { withCases: boolean },
): Promise<(GateFacts | null)[]> {
  const promptIds = [...new Set(places.map(({ promptId }) => promptId))];
  const policies = promptIds.length === 0 ? [] : await loadPolicies(db, workspaceId, promptIds);
  if (policies.length === 0) return places.map(() => null);
  const byPlace = new Map(
    policies.map((policy) => [promptEnvironmentKey(policy), { policy, hashes: hashesOf(policy) }]),
  );
  const gated = places.map((place) => {
    const found = byPlace.get(promptEnvironmentKey(place));
    return found ? { ...place, ...found } : null;
  });
  const present = gated.filter((each) => each !== null);
  const runs = await loadRuns(db, workspaceId, present);
  const found = present.map((each) => ({ each, ...pairOf(each, runs) }));
  const pairs = found.flatMap(({ run, baseline }) =>
    run?.status === "finished" ? [{ run: run.id, base: baseline?.status === "finished" ? baseline.id : null }] : [],
  );
  const [counts, broken, stale] = [
    await loadCounts(db, workspaceId, pairs),
    withCases ? await loadBrokenCases(db, workspaceId, pairs) : null,
    await loadStale(
      db,
      workspaceId,
      found.filter(({ run }) => run === null).map(({ each }) => each),
    ),
  ];
  const facts = new Map(
    found.map(({ each, run, baseline, isOtherJudge }): [object, GateFacts] => {
      const base = run?.status === "finished" && baseline?.status === "finished" ? baseline.id : null;
      const counted = run ? counts.get(`${run.id} ${base}`) : undefined;
      const { policy, version } = each;
      return [
        each,
        {
          prompt: policy.prompt,
          environment: policy.environment,
          version,
          liveVersion: policy.liveVersion,
          policy: { minimums: policy.minimums, isNotWorse: policy.isNotWorse, alpha: policy.alpha },
          suite: suiteOf(policy),
          run,
          baseline,
          isOtherJudge,
          stale: run ? null : (stale.get(each) ?? null),
          dimensions: counted?.dimensions ?? null,
          cases: base === null ? null : (counted?.cases ?? null),
          brokenCases: (run && base && broken?.get(`${run.id} ${base}`)) || [],
        },
      ];
    }),
  );
  return gated.map((each) => (each && facts.get(each)) ?? null);
}

type GatePair = VersionInEnvironment & { policy: PolicyRow; hashes: string[] };

function pairOf({ promptId, version, policy, hashes }: GatePair, runs: RunsOf) {
  const live = policy.liveVersion;
  const isCompared = policy.isNotWorse && live !== null && live !== version;
  // Only the newest run counts, whatever its status. Otherwise people could repeat runs until one passes.
  const run = runs.newest(promptId, version, hashes);
  const baseline = isCompared ? runs.finished(promptId, live, hashes, run) : null;
  // A case that passes with one judge and fails with another is not a broken case.
  const isOtherJudge = isCompared && baseline?.status !== "finished" && runs.isFinished(promptId, live, hashes);
  return { run, baseline, isOtherJudge };
}
