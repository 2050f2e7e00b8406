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

/** An environment's epoch after a committed change. `subjects`: what it changed, null for anything; left out: not known. */
export type EpochChange = { environmentId: string; epoch: number; subjects?: readonly string[] | null };

const pollMs = 5_000;
const hintGapMs = 20;

/** The epochs as this process knows them. */
export const epochs = () => singleton("epochs", () => new EpochLedger(() => performance.now()));

// What happened before a process knew an environment counts for entries that others left in Redis, which live 5:30 min.
const historyMinutes = 10;
const mostChanges = 2_000;

// One statement is one snapshot: the changes are those that led to this very epoch.
const epochsText = `select e.id, e.epoch, extract(epoch from clock_timestamp())::float8 * 1000 as now, c.changes
  from unnest($1::uuid[], $2::int[]) as asked (id, since)
  join environments e on e.id = asked.id
  cross join lateral (
    select coalesce(json_agg(json_build_object('epoch', l.epoch, 'subjects', l.subjects)), '[]') as changes
    from environment_changes l
    where l.environment_id = e.id and l.epoch > greatest(asked.since, e.epoch - ${mostChanges})
      and (asked.since > 0 or l.at > now() - interval '${historyMinutes} minutes')
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

/** Raises the locally known epoch; never lowers it. Without `subjects` the log is asked what changed. */
export function noteEpoch(environmentId: string, epoch: number, subjects?: EpochChange["subjects"]): void {
  epochs().note(environmentId, epoch, subjects);
}

/** The epoch this process knows for the environment; null when it knows none. */
export function knownEpoch(environmentId: string): number | null {
  return epochs().peek(environmentId)?.epoch || null;
}

/** Asks Postgres for the environment's epoch and changes; resolves when the answer is noted, rejects when the database is away. */
export function checkEpoch(environmentId: string): Promise<void> {
  return checker().check([environmentId]);
}

/** The same for several environments, in one question. */
export function checkEpochs(environmentIds: readonly string[]): Promise<void> {
  return checker().check(environmentIds);
}

/** How often Postgres was asked for epochs, for metrics. */
export function epochQuestions(): number {
  return checker().asked;
}

const topic = "epochs";

/**
 * To be called after the commit: from here on this process serves nothing older. The other processes of this machine are
 * told at once, Redis and the other instances in the background; what fails stays in the outbox. Never throws, never waits.
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

/** Takes a message of unknown origin. It never sets an epoch: at most it makes Postgres be asked a little earlier. */
export function takeHint(message: string): void {
  const hint = parseHint(message);
  if (hint) takeEpochHint(hint.environmentId, hint.epoch);
}

/**
 * Takes what another process of this machine announced after its commit. Only the supervisor relays such messages, so its
 * epoch is believed at once: whoever was answered by that process is not answered with something older by this one.
 */
export function takeRelayed(message: string): void {
  const change = parseRelayed(message);
  const state = change && epochs().peek(change.environmentId);
  if (!state || change.epoch <= state.epoch) return;
  noteEpoch(change.environmentId, change.epoch, change.subjects);
  if (isBehindLog(state) && epochs().isActive(state, epochs().now())) askSoon(change.environmentId);
}

/** As `takeHint`, for an epoch seen in Redis. */
export function takeEpochHint(environmentId: string, epoch: number): void {
  const ledger = epochs();
  const state = ledger.peek(environmentId);
  if (!state || epoch <= state.epoch || !ledger.isActive(state, ledger.now())) return;
  askSoon(environmentId);
}

/** Without a poll (serverless) a request asks for the epoch once the last answer is five seconds old; it does not wait. */
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

/** The message that announces an epoch through Redis. */
export function writeHint({ environmentId, epoch }: EpochChange): string {
  return JSON.stringify({ environment: environmentId, epoch });
}

const mostRelayedSubjects = 1_000;

/** The message that announces it on this machine: with what changed, where that is not too much. */
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

/** Whether this process polls; without it (serverless) requests look after their lease themselves. */
function isPolling(): boolean {
  return poller().stop !== undefined;
}

/** Starts the poll (every 5 s) and listens for hints. Doing it twice changes nothing. */
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
  const stopListening = [sharedCache()?.subscribe(takeHint), subscribe(topic, takeRelayed)];
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
  // Beside each other: a release waits for nothing else. What the first raises, the next poll sees.
  await Promise.all([checkDatabaseHistory().catch(noteFailedPoll), poll(epochs().active())]);
}

// Probing only when the database is away: a question refused for another reason is asked again at the next tick.
function noteFailedPoll(): void {
  if (!isDatabaseUp()) watchRecovery();
}

export function stopEpochs(): void {
  poller().stop?.();
}
