import { databaseClock } from "./database-clock";
import { checkDatabaseHistory } from "./database-history";
import { isDatabaseUp, onDatabaseBack, watchRecovery } from "./database-watch";
import { runtimeQuery } from "./db";
import { announce, deliverPending } from "./epoch-announcements";
import { EpochCheck, type EpochRow } from "./epoch-check";
import { EpochLedger, type EpochState, isBehindLog } from "./epoch-ledger";
import { publish, subscribe } from "./publish";
import { sharedCache } from "./redis";
import { singleton } from "./singleton";

/**
 * An environment's epoch after a committed change. `subjects` are what it changed: null for anything, undefined if
 * unknown.
 */
export type EpochChange = { environmentId: string; epoch: number; subjects?: readonly string[] | null };

const pollMs = 5_000;
const hintGapMs = 20;

/** The epochs that this process knows. */
export const epochs = () => singleton("epochs", () => new EpochLedger(() => performance.now()));

// Changes from before a process knew an environment matter for entries of other processes in Redis, which live 5:30
// min.
const historyMinutes = 10;
const mostChanges = 2_000;

// One statement reads one snapshot, so the changes belong to exactly this epoch.
const epochsText = `select e.id, e.epoch, extract(epoch from clock_timestamp())::float8 * 1000 as now, c.changes
  from unnest($1::uuid[], $2::int[]) as requested (id, since)
  join environments e on e.id = requested.id
  cross join lateral (
    select coalesce(json_agg(json_build_object('epoch', l.epoch, 'subjects', l.subjects)), '[]') as changes
    from environment_changes l
    where l.environment_id = e.id and l.epoch > greatest(requested.since, e.epoch - ${mostChanges})
      and (requested.since > 0 or l.at > now() - interval '${historyMinutes} minutes')
  ) c`;

const checker = () =>
  singleton(
    "epoch-check",
    () =>
      new EpochCheck(epochs(), async (questions) => {
        const beganAt = epochs().now();
        const values = [questions.map(({ id }) => id), questions.map(({ since }) => since)];
        const rows = await runtimeQuery<EpochRow & { now: number }>("epochs", epochsText, values);
        if (rows[0]) databaseClock().note(rows[0].now, beganAt);
        return rows;
      }),
  );

/** Raises the local epoch. Never lowers it. Without `subjects`, the changes are read from the log. */
export function noteEpoch(environmentId: string, epoch: number, subjects?: EpochChange["subjects"]): void {
  epochs().note(environmentId, epoch, subjects);
}

/** The epoch that this process knows for the environment, or null. */
export function knownEpoch(environmentId: string): number | null {
  return epochs().peek(environmentId)?.epoch || null;
}

/**
 * Reads the environment's epoch and changes from PostgreSQL. Resolves when they are recorded. Rejects if the database
 * is not available.
 */
export function checkEpoch(environmentId: string): Promise<void> {
  return checker().check([environmentId]);
}

/** Reads the epochs and changes of several environments in one query. */
export function checkEpochs(environmentIds: readonly string[]): Promise<void> {
  return checker().check(environmentIds);
}

/** The number of epoch queries, for metrics. */
export function epochQuestions(): number {
  return checker().queryCount;
}

const topic = "epochs";

/**
 * Announces changes after the commit. From then on this process serves nothing older. Other processes of this machine
 * are notified immediately; Redis and other instances in the background. Failed announcements stay in the outbox. Never
 * throws, never waits.
 */
export function announceEpochs(changes: readonly EpochChange[]): void {
  for (const change of changes) {
    noteEpoch(change.environmentId, change.epoch, change.subjects);
    publish(topic, writeRelayed(change));
  }
  announce(changes);
}

type Hints = { waiting: Set<string>; timer: NodeJS.Timeout | undefined; lastAt: number };
const hints = () =>
  singleton<Hints>("epoch-hints", () => ({ waiting: new Set(), timer: undefined, lastAt: -Infinity }));

/** Handles a message from an untrusted source. It never sets an epoch, but may trigger an earlier query. */
export function takeHint(message: string): void {
  const hint = parseHint(message);
  if (hint) takeEpochHint(hint.environmentId, hint.epoch);
}

/**
 * Handles an announcement from another process of this machine. Only the supervisor relays such messages, so the epoch
 * is trusted. A client that was answered by the other process therefore gets nothing older from this one.
 */
export function takeRelayed(message: string): void {
  const change = parseRelayed(message);
  const state = change && epochs().peek(change.environmentId);
  if (!state || change.epoch <= state.epoch) return;
  noteEpoch(change.environmentId, change.epoch, change.subjects);
  if (isBehindLog(state) && epochs().isActive(state, epochs().now())) askSoon(change.environmentId);
}

/** Handles an epoch seen in Redis, as `takeHint` does. */
export function takeEpochHint(environmentId: string, epoch: number): void {
  const ledger = epochs();
  const state = ledger.peek(environmentId);
  if (!state || epoch <= state.epoch || !ledger.isActive(state, ledger.now())) return;
  askSoon(environmentId);
}

/**
 * Without a poll (serverless), starts a query for the epoch if the last answer is more than five seconds old. Does not
 * wait.
 */
export function keepLease(state: EpochState): void {
  if (!isPolling() && state.epoch > 0 && epochs().now() - state.checkedAt > pollMs) askSoon(state.environmentId);
}

function askSoon(environmentId: string): void {
  const queue = hints();
  const ledger = epochs();
  queue.waiting.add(environmentId);
  queue.timer ??= setTimeout(() => void followHints(queue), Math.max(0, queue.lastAt + hintGapMs - ledger.now()));
}

async function followHints(queue: Hints): Promise<void> {
  const ids = [...queue.waiting];
  queue.waiting.clear();
  queue.timer = undefined;
  queue.lastAt = epochs().now();
  await poll(ids);
}

/** Formats the message that announces an epoch through Redis. */
export function writeHint({ environmentId, epoch }: EpochChange): string {
  return JSON.stringify({ environment: environmentId, epoch });
}

const mostRelayedSubjects = 1_000;

/** Formats the message that announces an epoch on this machine. It contains the subjects unless there are too many. */
export function writeRelayed({ environmentId, epoch, subjects }: EpochChange): string {
  const isShort = subjects === null || (subjects?.length ?? Number.POSITIVE_INFINITY) <= mostRelayedSubjects;
  return JSON.stringify({ environmentId, epoch, ...(isShort && { subjects }) } satisfies EpochChange);
}

function parseRelayed(message: string): EpochChange | null {
  const { environmentId, epoch, subjects } = JSON.parse(message) as Partial<EpochChange>;
  if (typeof environmentId !== "string" || !Number.isSafeInteger(epoch)) return null;
  return { environmentId, epoch: Number(epoch), subjects };
}

function parseHint(message: string): EpochChange | null {
  if (message.length > 200) return null;
  try {
    const { environment, epoch } = JSON.parse(message);
    return typeof environment === "string" && typeof epoch === "number" ? { environmentId: environment, epoch } : null;
  } catch {
    return null;
  }
}

type Poller = { stop: (() => void) | undefined };
const poller = () => singleton<Poller>("epoch-poller", () => ({ stop: undefined }));

/** Whether this process polls. Without a poll (serverless), requests renew the lease. */
function isPolling(): boolean {
  return poller().stop !== undefined;
}

/** Starts the poll (every 5 s) and listens for hints. Idempotent. */
export function startEpochs(): void {
  const state = poller();
  if (state.stop) return;
  let timer: NodeJS.Timeout;
  let isStopped = false;
  let ticks = 0;
  const tick = async () => {
    if (isDatabaseUp()) {
      await pollActive();
      if (++ticks % 3 === 0) deliverPending();
    } else watchRecovery();
    if (!isStopped) schedule();
  };
  const schedule = () => {
    timer = setTimeout(() => void tick(), pollMs * (0.9 + Math.random() * 0.1));
    timer.unref();
  };
  const stopListening = [sharedCache()?.subscribe("epochs", takeHint), subscribe(topic, takeRelayed)];
  const stopWatching = onDatabaseBack(() => void pollActive());
  state.stop = () => {
    isStopped = true;
    clearTimeout(timer);
    clearTimeout(hints().timer);
    hints().timer = undefined;
    for (const stop of stopListening) stop?.();
    stopWatching();
    state.stop = undefined;
  };
  schedule();
}

async function poll(environmentIds: string[]): Promise<void> {
  await checker().check(environmentIds).catch(noteFailedPoll);
}

async function pollActive(): Promise<void> {
  // Both run in parallel, so that a release is not delayed. The next poll sees epochs raised by the first.
  await Promise.all([checkDatabaseHistory().catch(noteFailedPoll), poll(epochs().active())]);
}

// Starts probing only if the database is not available. A query that failed for another reason is repeated at the next
// tick.
function noteFailedPoll(): void {
  if (!isDatabaseUp()) watchRecovery();
}

export function stopEpochs(): void {
  poller().stop?.();
}
