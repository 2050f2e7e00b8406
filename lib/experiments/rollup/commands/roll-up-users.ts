import { isDatabaseUnavailable } from "@/lib/core/database-errors";
import type { Transaction } from "@/lib/core/db";
import { isolateFailing } from "@/lib/core/isolate-failing";
import { logger } from "@/lib/core/logger";
import { singleton } from "@/lib/core/singleton";
import { findAside, narrowed, noteAside, postponeAside, takeAside } from "@/lib/telemetry/commands/set-aside";
import { type Batches, takeExperimentBatches } from "@/lib/telemetry/commands/take-batches";
import { phaseBackoff, workspaceBackoff } from "../backoffs";
import { findExposures, phaseKey } from "../exposures";
import {
  type CountedPhase,
  listActiveUnits,
  listCountedPhases,
  listUncounted,
  listWeights,
  type OnUnreadable,
  type UnitKey,
} from "../queries/phases";
import { addDeferredTimes, countLater, countUnits, insertExposures, setUserAside } from "./count-units";
import { restoreSums } from "./restore-sums";
import { batchOf, eventsOfRound, inRound, isTooLong, type Most, mayBeRows } from "./round";
import { writeSnapshot } from "./write-snapshot";

/** `isLast`: no more events are added to the queue. */
type End = { endAt: number; isLast: boolean };
/** `isLast`: everything is counted, or the time is over. */
export type UsersRound = { users: number; isLast: boolean };

export const usersLock = "understudy rollup";

type Round = {
  most: Most;
  end: End;
  /** Takes the batches to count. Null: there are none. */
  take: () => Promise<Batches | null>;
  /** The ids of workspaces that are left out, with their batches. */
  except: readonly string[];
  /** Users who cannot be counted are added. */
  aside: UnitKey[];
};

/** Counts the users of the next events. Sets aside what cannot be counted: a user, a batch, or a workspace. */
export const rollUpUsers = (end: End): Promise<UsersRound | "skipped"> =>
  narrowed({
    most: eventsOfRound(),
    round: (most) => countUsersOf(end, { events: most }),
    setAside: async (error) => {
      // Without any batch, the round fails only if something else than the batch cannot be counted.
      const others = await leaveOutUncountable(end);
      if (others === "skipped") return "skipped";
      if (others > 0) return { users: 0, isLast: false };
      return inRound(usersLock, (tx) => setAsideUsers(tx, error), 1);
    },
    isOfRows: mayBeRows,
  });

async function countUsersOf(
  end: End,
  { events, except = workspaceBackoff.paused() }: { events: number; except?: readonly string[] },
): Promise<UsersRound | "skipped"> {
  const aside: UnitKey[] = [];
  try {
    return await inRound(
      usersLock,
      (tx, most) => {
        const take = async () => (events > 0 ? takeExperimentBatches(tx, most.events, except) : null);
        return countNextUsers(tx, { most, end, take, except, aside });
      },
      Math.max(1, events),
    );
  } catch (error) {
    if (!isTooLong(error) || aside.length === 0) throw error;
    // The round was rolled back. The next one goes on without these users.
    return await inRound(usersLock, async (tx) => {
      for (const user of aside) await setUserAside(tx, user, error);
      return { users: 0, isLast: false };
    });
  }
}

async function setAsideUsers(tx: Transaction, error: Error): Promise<UsersRound> {
  const batches = await takeExperimentBatches(tx, 1, workspaceBackoff.paused());
  if (batches) await noteAside(tx, "users", batchOf(batches), error);
  return { users: 0, isLast: false };
}

/**
 * Leaves out workspaces that cannot be counted even without new events, for some time. Returns how many; `skipped` if
 * none was found, but another process counted while some should be tried.
 */
async function leaveOutUncountable(end: End): Promise<number | "skipped"> {
  const counted = await listCountedWorkspaces();
  if (!counted) return "skipped";
  const paused = workspaceBackoff.paused();
  let isSkipped = false;
  const leftOut = await isolateFailing(
    counted.filter((id) => !paused.includes(id)),
    {
      work: async (ids) => {
        const all = await listCountedWorkspaces();
        const others = all?.filter((id) => !ids.includes(id));
        const except = others && [...workspaceBackoff.paused(), ...others];
        if (!except || (await countUsersOf({ ...end, isLast: true }, { events: 0, except })) === "skipped")
          isSkipped = true;
      },
      isOfRow: mayBeRows,
      leaveOut: (workspaceId, error) => {
        workspaceBackoff.pause(workspaceId);
        logger().error({ err: error, workspaceId }, "experiments of a workspace cannot be counted; the others go on");
      },
    },
  );
  return leftOut === 0 && isSkipped ? "skipped" : leftOut;
}

/** The ids of the workspaces whose experiments are counted. Null while another process counts. */
async function listCountedWorkspaces(): Promise<string[] | null> {
  const phases = await inRound(usersLock, (tx) => listCountedPhases(tx, () => {}));
  return phases === "skipped" ? null : [...new Set(phases.map(({ workspaceId }) => workspaceId))];
}

/**
 * Tries a batch again that was set aside, if one is due. Returns how many users it counted; `skipped` if another
 * process counts.
 */
export async function retryUsers(end: End): Promise<number | "skipped"> {
  const id = await findAside("users");
  if (id === null) return 0;
  const except = workspaceBackoff.paused();
  try {
    const done = await inRound(
      usersLock,
      (tx, most) => countNextUsers(tx, { most, end, take: () => takeAside(tx, "users", id), except, aside: [] }),
      1,
    );
    return done === "skipped" ? done : done.users;
  } catch (error) {
    if (!mayBeRows(error)) throw error;
    await postponeAside("users", id, error);
    return 0;
  }
}

/** Only the last round writes snapshots, so that catching up writes only one. */
async function countNextUsers(tx: Transaction, round: Round): Promise<UsersRound> {
  const { users, isLast, phases, changed } = await countUsers(tx, round);
  const moved = new Set(changed);
  const due = phases.filter((phase) => moved.has(phaseKey(phase)));
  if (isLast) await writeSnapshots(tx, phases, due, round.except);
  else await noteDue(tx, due);
  return { users, isLast };
}

/**
 * Marks phases whose snapshot is due. Any process may write it, because the process that counted may stop before its
 * last round.
 */
async function noteDue(tx: Transaction, phases: readonly CountedPhase[]): Promise<void> {
  if (phases.length === 0) return;
  const rows = phases.map(({ workspaceId, experimentId, phase }) => ({ workspaceId, experimentId, phase }));
  await tx.$executeRaw`
    insert into experiment_snapshots_due (workspace_id, experiment_id, phase)
    select "workspaceId", "experimentId", phase
    from json_to_recordset(${JSON.stringify(rows)}::json) r ("workspaceId" uuid, "experimentId" uuid, phase int)
    on conflict do nothing`;
}

/** Writes a snapshot of the phases that changed now and of those marked before. One that fails stays due. */
async function writeSnapshots(
  tx: Transaction,
  phases: readonly CountedPhase[],
  moved: readonly CountedPhase[],
  except: readonly string[],
): Promise<void> {
  const noted = await tx.$queryRaw<Pick<UnitKey, "experimentId" | "phase">[]>`
    delete from experiment_snapshots_due where workspace_id <> all(${except}::uuid[])
    returning experiment_id as "experimentId", phase`;
  const due = new Set([...moved, ...noted].map(phaseKey));
  const later: CountedPhase[] = [];
  const paused = phaseBackoff.paused();
  for (const phase of phases) {
    if (!due.has(phaseKey(phase))) continue;
    if (paused.includes(phaseKey(phase)) || !(await tryToWrite(tx, phase))) later.push(phase);
  }
  await noteDue(tx, later);
}

async function tryToWrite(tx: Transaction, phase: CountedPhase): Promise<boolean> {
  const error = await attempt(tx, () => writeSnapshot(tx, phase));
  if (!error) return true;
  phaseBackoff.pause(phaseKey(phase));
  logger().error({ err: error, ...namesOf(phase) }, "the results of an experiment cannot be written; they stay due");
  return false;
}

/** Does a part of a round. If it fails because of its rows, undoes it and returns the error. */
async function attempt(tx: Transaction, work: () => Promise<void>): Promise<Error | null> {
  await tx.$executeRaw`savepoint before_part`;
  try {
    await work();
    await tx.$executeRaw`release savepoint before_part`;
    return null;
  } catch (error) {
    if (!mayBeRows(error)) throw error;
    await tx.$executeRaw`rollback to savepoint before_part`;
    return error;
  }
}

const reported = singleton("unreadable-phases", () => new Set<string>());

/** Logs a phase that cannot be read, once per process. */
const reportUnreadable: OnUnreadable = (phase, error) => {
  if (isDatabaseUnavailable(error) || reported.has(phaseKey(phase))) return;
  reported.add(phaseKey(phase));
  logger().error({ err: error, ...namesOf(phase) }, "an experiment cannot be read; it is not counted");
};

type CountedUsers = UsersRound & { phases: CountedPhase[]; changed: string[] };

async function countUsers(tx: Transaction, { most, end, take, except, aside }: Round): Promise<CountedUsers> {
  const batches = await take();
  const all = await listCountedPhases(tx, reportUnreadable);
  const phases = all.filter(({ workspaceId }) => !except.includes(workspaceId));
  const isEnd = () => performance.now() >= end.endAt;
  const isLast = end.isLast && (!batches?.hasMore || isEnd());
  if (phases.length === 0) return { users: 0, isLast, phases, changed: [] };

  const seen = batches ? await listActiveUnits(tx, phases, batches) : [];
  const strangers = seen.filter(({ isKnown, versions }) => !isKnown && versions.length > 0);
  const found =
    strangers.length > 0 ? await findExposures(strangers, phases, await listWeights(tx, phases), reportUnreadable) : [];
  await insertExposures(tx, found);
  const deferred = seen.filter(({ isDeferred }) => isDeferred);
  await countLater(tx, deferred);
  // Many of these have events in the queue and are counted with them, so the others come last.
  const uncounted = isLast ? await listUncounted(tx, phases, most.users) : [];
  const due = seen.filter(({ isKnown, isDeferred }) => isKnown && !isDeferred);
  const users = [...new Map([...due, ...found, ...uncounted].map((user) => [unitKeyOf(user), user])).values()];
  // Without batches and users, the round still finds out whether these workspaces can be counted.
  if (users.length + deferred.length > 0 || !batches) await restoreSums(tx, phases);
  if (users.length + deferred.length > 0) {
    await countUnits(tx, phases, users, { most: most.users, batches, aside });
    if (batches) await addDeferredTimes(tx, phases, batches, deferred);
    if (batches) for (const user of aside) await attempt(tx, () => addDeferredTimes(tx, phases, batches, [user]));
  }
  const isDone = isLast && (uncounted.length < most.users || isEnd());
  return { users: users.length, isLast: isDone, phases, changed: [...users, ...deferred].map(phaseKey) };
}

const namesOf = ({ experimentId, phase }: Pick<UnitKey, "experimentId" | "phase">) => ({ experimentId, phase });
const unitKeyOf = (unit: UnitKey) => `${phaseKey(unit)} ${unit.unitId}`;
