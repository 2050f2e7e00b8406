import type { Transaction } from "@/lib/core/db";
import { type PromptEnvironment, promptEnvironmentKey } from "@/lib/core/prompt-environment";
import { offlineModel } from "@/lib/template/offline-model";
import type { ApprovedSuite, ChangedBy } from "../approved-suite";
import { configHash, scorersHash } from "../config-hash";
import type { GateFacts } from "../facts";
import type { GateMinimums } from "../schema";
import { loadBrokenCases, loadCounts } from "./case-counts";
import { loadRuns, loadStale, type RunsOf } from "./gate-runs";

/** A version in front of an environment, by ids. */
export type VersionInEnvironment = PromptEnvironment & { version: number };

/** A policy with what it stands over, read in one statement: never half of a change. */
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
  /** The approved ones, whatever the suite holds now. */
  suiteRevision: number;
  scorers: unknown;
  casesChangedBy: ChangedBy | null;
  scorersChangedBy: ChangedBy | null;
  approvedBy: ChangedBy | null;
  liveVersion: number | null;
  /** Whether a provider is connected: without one the offline model stands in for the versions' own. */
  isConnected: boolean;
};

/** The policies of these prompts with their suites and what is live. `db` is the transaction of a move, or none. */
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
 * What a run must be made with to count for this policy now: what the policy says; second, where it stands in for the
 * versions' own models, the offline one.
 */
export function hashesOf(policy: PolicyRow): string[] {
  const hasStandIn = policy.model === null && !policy.isConnected;
  return [hashOf(policy), ...(hasStandIn ? [hashOf({ ...policy, model: offlineModel })] : [])];
}

/** What a policy measures by, as results and evidence name it. */
function suiteOf(policy: PolicyRow): ApprovedSuite {
  const { suiteId, suiteName, suiteRevision, scorers, casesChangedBy, scorersChangedBy, approvedBy } = policy;
  const changes = { casesChangedBy, scorersChangedBy, approvedBy };
  return { id: suiteId, name: suiteName, revision: suiteRevision, scorersHash: scorersHash(scorers), ...changes };
}

/**
 * The facts about versions in front of gates, by place; a place without a policy has none. A fixed number of statements,
 * however many places. `withCases` also names the cases that broke.
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
  const asked = places.map((place) => {
    const found = byPlace.get(promptEnvironmentKey(place));
    return found ? { ...place, ...found } : null;
  });
  const present = asked.filter((each) => each !== null);
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
  return asked.map((each) => (each && facts.get(each)) ?? null);
}

type GatePair = VersionInEnvironment & { policy: PolicyRow; hashes: string[] };

function pairOf({ promptId, version, policy, hashes }: GatePair, runs: RunsOf) {
  const live = policy.liveVersion;
  const isCompared = policy.isNotWorse && live !== null && live !== version;
  // The newest run counts, whatever became of it: nobody runs a version until it passes and picks that one.
  const run = runs.newest(promptId, version, hashes);
  const baseline = isCompared ? runs.finished(promptId, live, hashes, run) : null;
  // What one judge passes and another does not is no case that broke.
  const isOtherJudge = isCompared && baseline?.status !== "finished" && runs.isFinished(promptId, live, hashes);
  return { run, baseline, isOtherJudge };
}
