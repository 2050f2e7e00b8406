import type { UserActor } from "@/lib/auth/actor";
import { type KeyInUse, listKeysInUse } from "@/lib/auth/queries/api-keys";
import { databaseNow } from "@/lib/core/database-clock";
import { notFound } from "@/lib/core/errors";
import { dayMs } from "@/lib/core/milliseconds";
import { type ChangeNote, describeChanges } from "@/lib/registry/change-notes";
import { getGateResult } from "@/lib/registry/gate/queries/results";
import type { GateResult } from "@/lib/registry/gate/result";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { type FormerVersion, listFormerVersions, type MovePlan, planMove } from "@/lib/registry/queries/move-plan";
import { getReach, type Reach } from "@/lib/telemetry/queries/uses";
import type { GuardView } from "../views";
import { getVersionLock, type VersionLock } from "./lock";
import { getWatch } from "./watch";

/** What a dialog shows before a version becomes live. */
export type MoveDetails = Omit<MovePlan, "diff"> & {
  /** Null if no version is live yet. Empty if both contents are equal. */
  changes: ChangeNote[] | null;
  /** Keys that may read the environment and were used in the last 24 hours. */
  keys: KeyInUse[];
  /** Uses and people there in the last week. Null if none were reported. */
  reach: Reach | null;
  /** The gate result of the version. Null without a gate. */
  gate: GateResult | null;
  /** The guard that will watch the version once it is live. */
  watch: Watched;
  /** Why a second confirmation is needed: it was rolled back automatically there. Null if it was not. */
  lock: VersionLock | null;
};

/** The guard of an environment, and the names of the scorers that it watches. Null if no guard is enabled. */
export type Watched = { guard: GuardView; scorers: { id: string; name: string }[] } | null;

export type RollBackDetails = { move: MoveDetails | null; former: FormerVersion[] };

type Target = { name: string; version: number; environment: string };

/** Loads what a promotion would change, and who is affected. */
export async function loadMoveDetails(actor: UserActor, target: Target): Promise<MoveDetails> {
  const environment = (await listEnvironments(actor)).find(({ name }) => name === target.environment);
  if (!environment) throw notFound(`The environment ${target.environment}`);
  const { name: prompt, version } = target;
  const [{ diff, ...plan }, keys, reach, gate, { guard, online }, lock] = await Promise.all([
    planMove(actor, target),
    listKeysInUse(actor, environment, new Date(databaseNow().getTime() - dayMs)),
    getReach(actor, { prompt, environmentId: environment.id }),
    getGateResult(actor, { prompt, version, environment: environment.name }),
    getWatch(actor, { name: prompt, environment: environment.name }),
    getVersionLock(actor, target),
  ]);
  const watch = guard?.isEnabled
    ? { guard, scorers: (online?.scorers ?? []).map(({ id, name }) => ({ id, name })) }
    : null;
  return { ...plan, changes: diff && describeChanges(diff), keys, reach, gate, watch, lock };
}

/** Loads the same for a rollback, to the given version or else to the previous one. */
export async function loadRollBackDetails(
  actor: UserActor,
  { name, environment, version }: { name: string; environment: string; version?: number | undefined },
): Promise<RollBackDetails> {
  const { previous, versions: former } = await listFormerVersions(actor, { name, environment });
  const target = version ?? previous ?? former[0]?.version;
  if (target === undefined) return { move: null, former };
  return { move: await loadMoveDetails(actor, { name, environment, version: target }), former };
}
