/** The actions and observations of the load, and their rules. Times are milliseconds of one monotonic clock. Pure. */

/** A release of version `version`, retried until it was acknowledged. `ackedAt`: null before that. */
export type Move = { version: number; startedAt: number; ackedAt: number | null };

export type Answer = {
  instance: string;
  startedAt: number;
  endedAt: number;
  /** 0: the connection failed. */
  status: number;
  /** The version of a 200 response. Versions count the moves. */
  version: number | null;
  isStale: boolean;
};

export type Findings = {
  answers: number;
  /** Responses other than 200, without failed connections. */
  refused: number;
  /** The same by place and status: "balancer 503". */
  refusals: Record<string, number>;
  failedConnections: number;
  stale: number;
  slowestMs: number;
  p99Ms: number;
  /** The same of a bare server during that time. Null: none was measured. */
  bare: { slowestMs: number; p99Ms: number } | null;
  /** The longest time after the acknowledgement of a move at which an older version was still served as current. */
  oldestMs: number;
  /** The violated rules as sentences. Empty if there are none. */
  broken: string[];
};

/** The time from the acknowledgement of the first move that an answer lacks to its request. 0: none is missing. */
function latenessMs(answer: Answer, moves: readonly Move[]): number {
  if (answer.version === null) return 0;
  const version = answer.version;
  const missed = moves.find((move) => move.version > version && move.ackedAt !== null);
  // The first missing move was acknowledged first. The age of an answer is that of its request.
  return missed?.ackedAt ? Math.max(0, answer.startedAt - missed.ackedAt) : 0;
}

/** Whether an answer has a version whose release had not been requested yet. */
const isFromTheFuture = (answer: Answer, moves: readonly Move[]): boolean =>
  answer.version !== null &&
  !moves.some(({ version, startedAt }) => version === answer.version && startedAt <= answer.endedAt);

type Timed = { startedAt: number; endedAt: number };
const sortedMs = (answers: readonly Timed[]) =>
  answers.map(({ startedAt, endedAt }) => endedAt - startedAt).sort((a, b) => a - b);

const quantile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/**
 * Checks answers against moves: no answer misses a move acknowledged more than `boundMs` before, unless it is marked
 * stale, and none is from the future. `moves` are in order with increasing versions.
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

/** Classifies events. `stored` contains how often each id is in the database. */
export function checkEvents(acked: ReadonlySet<string>, stored: ReadonlyMap<string, number>) {
  const lost = [...acked].filter((id) => !stored.has(id));
  const doubled = [...stored].filter(([, count]) => count > 1).map(([id]) => id);
  return { acked: acked.size, lost: lost.length, doubled: doubled.length };
}
