import { canonicalJson } from "@/lib/core/canonical-json";
import type { Transaction } from "@/lib/core/db";
import type { GateFacts, RunFacts } from "../facts";

type RunRow = Omit<RunFacts, "progress" | "finishedAt" | "isStandIn"> & {
  promptId: string;
  configHash: string;
  done: number;
  total: number;
  finishedAt: Date | null;
  createdAt: Date;
  /** Includes the judges, because a suite may leave the judge model open, which is then chosen per run. */
  scorersHash: string;
};

type RunQuery = {
  promptId: string;
  version: number;
  /** The configuration hashes of runs that count: `hashesOf` of the policy. */
  hashes: readonly string[];
  policy: { suiteId: string; suiteRevision: number; scorers: unknown; liveVersion: number | null };
};

/** Finds the runs that count, by prompt, version and configuration hash. */
export type RunsOf = {
  /** The newest run, whatever its status. */
  newest: (promptId: string, version: number, hashes: readonly string[]) => RunFacts | null;
  /**
   * The newest finished run with the same model and judges as `like`, or else the newest unfinished one. Without
   * `like`, any configuration counts.
   */
  finished: (promptId: string, version: number, hashes: readonly string[], like: RunFacts | null) => RunFacts | null;
  /** Whether the version has any finished run, with any judges. */
  isFinished: (promptId: string, version: number, hashes: readonly string[]) => boolean;
};

/**
 * Loads, per set of judges, the newest and the newest finished run of every requested version and of the live version.
 */
export async function loadRuns(db: Transaction, workspaceId: string, queries: readonly RunQuery[]): Promise<RunsOf> {
  const versions = queries.flatMap(({ promptId, version, hashes, policy: { liveVersion } }) =>
    [version, liveVersion].flatMap((number) =>
      number === null ? [] : hashes.map((hash) => ({ promptId, number, hash })),
    ),
  );
  const rows = await db.$queryRaw<RunRow[]>`
    select distinct on (r.prompt_id, r.version, r.config_hash, md5(r.scorers::text), r.status = 'finished')
      r.id, r.prompt_id as "promptId", r.version, r.config_hash as "configHash", r.status::text, r.status_reason as "statusReason",
      r.done, r.total, r.failed, r.judgements, r.invalid_judgements as "invalidJudgements", r.repeats,
      r.finished_at as "finishedAt", r.created_at as "createdAt", md5(r.scorers::text) as "scorersHash"
    from evaluation_runs r
    join (select distinct * from unnest(${versions.map(({ promptId }) => promptId)}::uuid[],
      ${versions.map(({ number }) => number)}::int[], ${versions.map(({ hash }) => hash)}::text[])) as w (prompt_id, version, hash)
      on r.prompt_id = w.prompt_id and r.version = w.version and r.config_hash = w.hash
    where r.workspace_id = ${workspaceId}::uuid
    order by r.prompt_id, r.version, r.config_hash, md5(r.scorers::text), r.status = 'finished', r.created_at desc, r.id desc`;
  const find = (promptId: string, version: number, hashes: readonly string[]) =>
    rows
      .filter((row) => row.promptId === promptId && row.version === version && hashes.includes(row.configHash))
      .sort((one, other) => other.createdAt.getTime() - one.createdAt.getTime() || (one.id < other.id ? 1 : -1));
  const standIns = new Set(queries.flatMap(({ hashes }) => hashes.slice(1)));
  const facts = (row: RunRow | undefined) => (row ? toRunFacts(row, standIns.has(row.configHash)) : null);
  const madeBy = ({ configHash, scorersHash }: RunRow) => `${configHash} ${scorersHash}`;
  const made = new Map(rows.map((row) => [row.id, madeBy(row)]));
  return {
    newest: (...key) => facts(find(...key)[0]),
    finished(promptId, version, hashes, like) {
      const found = find(promptId, version, hashes).filter((row) => !like || madeBy(row) === made.get(like.id));
      return facts(found.find(({ status }) => status === "finished") ?? found[0]);
    },
    isFinished: (...key) => find(...key).some(({ status }) => status === "finished"),
  };
}

function toRunFacts(row: RunRow, isStandIn: boolean): RunFacts {
  const { id, version, status, statusReason, repeats, failed, judgements, invalidJudgements } = row;
  const { done, total, finishedAt } = row;
  const about = { id, version, status, statusReason, repeats, isStandIn, failed, judgements, invalidJudgements };
  return { ...about, progress: { done, total }, finishedAt: finishedAt?.toISOString() ?? null };
}

type StaleRow = { promptId: string; version: number; suiteId: string; suiteRevision: number; scorers: unknown };

/** How the newest run on the same suite differs, for versions without a run that counts. */
export async function loadStale<Query extends RunQuery>(
  db: Transaction,
  workspaceId: string,
  queries: readonly Query[],
): Promise<Map<Query, GateFacts["stale"]>> {
  if (queries.length === 0) return new Map();
  const rows = await db.$queryRaw<StaleRow[]>`
    select distinct on (r.prompt_id, r.version, r.suite_id) r.prompt_id as "promptId", r.version, r.suite_id as "suiteId",
      r.suite_revision as "suiteRevision", r.scorers
    from evaluation_runs r
    join (select distinct * from unnest(${queries.map(({ promptId }) => promptId)}::uuid[],
      ${queries.map(({ version }) => version)}::int[], ${queries.map(({ policy }) => policy.suiteId)}::uuid[])) as w (prompt_id, version, suite_id)
      on r.prompt_id = w.prompt_id and r.version = w.version and r.suite_id = w.suite_id
    where r.workspace_id = ${workspaceId}::uuid and r.status = 'finished' and r.case_limit is null
    order by r.prompt_id, r.version, r.suite_id, r.created_at desc`;
  return new Map(
    queries.map((each) => {
      const { promptId, version, policy } = each;
      const run = rows.find(
        (row) => row.promptId === promptId && row.version === version && row.suiteId === policy.suiteId,
      );
      if (!run) return [each, null];
      if (run.suiteRevision !== policy.suiteRevision) return [each, "set"];
      return [each, canonicalJson(run.scorers) === canonicalJson(policy.scorers) ? "settings" : "scorers"];
    }),
  );
}
