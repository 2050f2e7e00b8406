/** What the load did and saw, and the rules it is held against. Pure: times are milliseconds of one monotonic clock. */

/** A release of version `version`, tried until it was acknowledged. `ackedAt`: null while it was not. */
export type Move = { version: number; startedAt: number; ackedAt: number | null };

export type Answer = {
  instance: string;
  startedAt: number;
  endedAt: number;
  /** 0: the connection failed. */
  status: number;
  /** Of a 200: the version, which counts the moves. */
  version: number | null;
  isStale: boolean;
};

export type Findings = {
  answers: number;
  /** Answers other than 200, failed connections left out. */
  refused: number;
  /** The same by place and status: "balancer 503". */
  refusals: Record<string, number>;
  failedConnections: number;
  stale: number;
  slowestMs: number;
  p99Ms: number;
  /** The same of a bare server that was asked meanwhile; null when none was. */
  bare: { slowestMs: number; p99Ms: number } | null;
  /** The longest time after a move's acknowledgement at which an older version was still given as current. */
  oldestMs: number;
  /** Sentences that say which rule was broken; empty when none was. */
  broken: string[];
};

/** How long after its acknowledgement a newer move was missing in an answer; 0 when none was missing. */
function latenessMs(answer: Answer, moves: readonly Move[]): number {
  if (answer.version === null) return 0;
  const version = answer.version;
  const missed = moves.find((move) => move.version > version && move.ackedAt !== null);
  // The first one missed was acknowledged first. An answer is as old as the moment it was asked for.
  return missed?.ackedAt ? Math.max(0, answer.startedAt - missed.ackedAt) : 0;
}

/** Whether an answer holds a version whose release nobody had asked for yet. */
const isFromTheFuture = (answer: Answer, moves: readonly Move[]): boolean =>
  answer.version !== null &&
  !moves.some(({ version, startedAt }) => version === answer.version && startedAt <= answer.endedAt);

type Timed = { startedAt: number; endedAt: number };
const sortedMs = (answers: readonly Timed[]) =>
  answers.map(({ startedAt, endedAt }) => endedAt - startedAt).sort((a, b) => a - b);

const quantile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/**
 * Holds answers against moves: none older than an acknowledged move by more than `boundMs` unless it says that it is
 * stale, none from the future.
 * `moves` are in order, each version higher than the one before.
 */
export function checkHistory(
  answers: readonly Answer[],
  moves: readonly Move[],
  boundMs: number,
  bare: readonly Timed[] = [],
): Findings {
  const served = answers.filter(({ status }) => status === 200);
  const times = sortedMs(served);
  const bareTimes = sortedMs(bare);
  const current = served.filter(({ isStale }) => !isStale);
  const late = current.map((answer) => ({ answer, ms: latenessMs(answer, moves) }));
  const oldestMs = late.reduce((most, { ms }) => Math.max(most, ms), 0);
  const tooLate = late.filter(({ ms }) => ms > boundMs);
  const early = served.filter((answer) => isFromTheFuture(answer, moves));
  const broken = [
    ...(tooLate.length ? [`${tooLate.length} answers older than an acknowledged move by more than ${boundMs} ms`] : []),
    ...(early.length ? [`${early.length} answers with a version that was not released yet`] : []),
  ];
  const refused = answers.filter(({ status }) => status !== 200 && status !== 0);
  const refusals: Record<string, number> = {};
  for (const { instance, status } of refused) {
    const name = `${instance} ${status}`;
    refusals[name] = (refusals[name] ?? 0) + 1;
  }
  return {
    answers: answers.length,
    refused: refused.length,
    refusals,
    failedConnections: answers.filter(({ status }) => status === 0).length,
    stale: served.filter(({ isStale }) => isStale).length,
    slowestMs: times.at(-1) ?? 0,
    p99Ms: quantile(times, 0.99),
    bare: bareTimes.length === 0 ? null : { slowestMs: bareTimes.at(-1) ?? 0, p99Ms: quantile(bareTimes, 0.99) },
    oldestMs,
    broken,
  };
}

/** Events by what became of them: `stored` says how often each id is in the database. */
export function checkEvents(acked: ReadonlySet<string>, stored: ReadonlyMap<string, number>) {
  const lost = [...acked].filter((id) => !stored.has(id));
  const doubled = [...stored].filter(([, count]) => count > 1).map(([id]) => id);
  return { acked: acked.size, lost: lost.length, doubled: doubled.length };
}
