import { setTimeout as sleep } from "node:timers/promises";
import type { Actor } from "@/lib/auth/actor";
import { isDatabaseUnavailable } from "@/lib/core/database-errors";
import { logger } from "@/lib/core/logger";
import { endRun, type RunEnd } from "../commands/end-run";
import {
  beginRun,
  closeAnswer,
  countRun,
  keepAnswers,
  listOpenAnswers,
  noteProgress,
  type OpenAnswer,
  type RunCounts,
  type RunToWork,
  readStatus,
  recountEnded,
} from "../commands/work";
import { createScoring } from "../scoring";
import { createBudget } from "./budget";
import { inBatches } from "./in-batches";
import type { Providers } from "./providers";
import { isHopeless, isTooLong } from "./retry";
import { type AnswerContext, type CallRole, workAnswer } from "./work-answer";

const tickMs = 500;
const restMs = 2_000;
const longestRestMs = 60_000;
const pageSize = 200;
const firstOutputTokens = 300;
/**
 * The delay between the first calls (ms). If all started together, all answers would be read and stored together, and
 * no call would run meanwhile.
 */
const firstApartMs = 10;
/** The run ends after this many failures with the same reason and no success. */
const failuresToGiveUp = 10;
/** After this many consecutive failures, each with all its retries, calls are not retried until one succeeds. */
const failuresToDoubt = 5;

/** The calls of one role: whether one ever succeeded, the failures since the last success, and the counts by reason. */
type CallHealth = { isProven: boolean; lost: number; reasons: Map<string, number> };

export type RunWork = {
  /** Resolves when this process has stopped working on the run. */
  finished: Promise<void>;
  /** Checks the status of the run at once, for example after a cancellation. */
  look: () => void;
};

export type WorkContext = {
  actor: Actor;
  providers: Providers;
  /** Aborts everything: the lease was lost, or the time to stop is over. */
  signal: AbortSignal;
  /** Whether no new work may start. */
  isDraining: () => boolean;
};

/**
 * Works on one run until it ends, is cancelled, or this process loses its lease. The `turn`th time that it is
 * interrupted, it rests as many times as long.
 */
export function workOn(context: WorkContext, runId: string, turn: number): RunWork {
  let look = () => {};
  const finished = work(context, runId, (tick) => {
    look = tick;
  }).catch(async (error: unknown) => {
    // The run keeps its state and is resumed after a pause.
    logger().warn({ err: error, run: runId }, "work on an evaluation was interrupted");
    await sleep(Math.min(longestRestMs, turn * restMs), undefined, { signal: context.signal }).catch(() => {});
  });
  return { finished, look: () => look() };
}

async function work(context: WorkContext, runId: string, onTick: (tick: () => void) => void): Promise<void> {
  const { actor } = context;
  const { workspaceId } = actor;
  const run = await beginRun(workspaceId, runId);
  if (!run) return;
  const state = await createState(context, run);
  onTick(() => void state.tick());
  const ticker = setInterval(() => void state.tick(), tickMs);
  try {
    await workAnswers(context, run, state);
  } finally {
    clearInterval(ticker);
    await state.flush();
  }
  if (state.error) throw state.error;
  if (state.isOver) await recountEnded(workspaceId, run.id);
  else if (state.end) await endRun(workspaceId, run.id, state.end);
  else if (!context.isDraining() && !context.signal.aborted)
    await endRun(workspaceId, run.id, { status: "finished", reason: "" });
}

type State = Awaited<ReturnType<typeof createState>>;

async function createState({ actor, providers, signal }: WorkContext, run: RunToWork) {
  const { workspaceId } = actor;
  const { responseSchema } = run.content;
  const scoring = createScoring(actor, { scorers: run.scorers, model: run.model, responseSchema });
  const counts: RunCounts = await countRun(workspaceId, run.id);
  const budget = createBudget(run.budgetUsd, counts.costUsd);
  const over = new AbortController();
  const tokens = { sum: 0, answers: 0 };
  const callHealth: Record<CallRole, CallHealth> = {
    answer: { isProven: counts.done > counts.failed, lost: 0, reasons: new Map() },
    judge: { isProven: counts.judgements > counts.invalidJudgements, lost: 0, reasons: new Map() },
  };
  let isDirty = true;
  let isTicking = false;

  const state = {
    end: null as RunEnd | null,
    error: null as unknown,
    /** The run was ended by another process or by a person. */
    isOver: false,
    signal: AbortSignal.any([signal, over.signal]),
    stop(end: RunEnd | null) {
      if (over.signal.aborted) return;
      state.end = end;
      over.abort();
    },
    async flush() {
      if (!isDirty) return;
      isDirty = false;
      await noteProgress(workspaceId, run.id, counts);
    },
    async tick() {
      if (isTicking) return;
      isTicking = true;
      try {
        const status = isDirty
          ? await noteProgress(workspaceId, run.id, counts)
          : await readStatus(workspaceId, run.id);
        isDirty = false;
        if (status !== "running" && !state.end) {
          state.isOver = true;
          state.stop(null);
        }
      } catch {
        isDirty = true; // the database is unavailable; the next tick retries
      }
      isTicking = false;
    },
    done(isFailed: boolean) {
      counts.done++;
      if (isFailed) counts.failed++;
      isDirty = true;
    },
    context: null as unknown as AnswerContext,
  };

  const giveUp = (reason: string): never => {
    state.stop({ status: "failed", reason });
    throw state.signal.reason;
  };
  const addCost = (costUsd: number | null) => {
    counts.costUsd += costUsd ?? 0;
    counts.isCostKnown &&= costUsd !== null;
    isDirty = true;
  };
  state.context = {
    actor,
    run,
    providers,
    scoring,
    budget,
    signal: state.signal,
    keepAnswer: inBatches((answers) => keepAnswers(workspaceId, answers)),
    expectedOutputTokens: () => (tokens.answers > 0 ? tokens.sum / tokens.answers : firstOutputTokens),
    triesOf: (role) => (callHealth[role].lost >= failuresToDoubt ? 1 : undefined),
    onSuccess(role) {
      callHealth[role] = { isProven: true, lost: 0, reasons: new Map() };
    },
    onFailure(role, failure) {
      const { isProven, reasons } = callHealth[role];
      callHealth[role].lost++;
      // The message contains the remaining time, so it differs each time.
      const reason = isTooLong(failure) ? "" : failure.message;
      const times = (reasons.get(reason) ?? 0) + 1;
      reasons.set(reason, times);
      const who = role === "judge" ? "The judge cannot be asked. " : "";
      if (isHopeless(failure) && (!isProven || times >= failuresToGiveUp)) giveUp(`${who}${failure.message}`);
      // A failed judgement is counted as invalid. Without answers there is nothing to count.
      if (role === "answer" && !isProven && times >= failuresToGiveUp)
        giveUp(`The first ${times} answers failed in the same way. ${failure.message}`);
    },
    onAnswer({ outputTokens, costUsd }) {
      if (outputTokens !== null) {
        tokens.sum += outputTokens;
        tokens.answers++;
      }
      addCost(costUsd);
    },
    onJudgement({ state: how, costUsd }) {
      if (how === "skipped") return;
      counts.judgements++;
      if (how === "invalid") counts.invalidJudgements++;
      addCost(costUsd);
    },
    onBudgetSpent(isPriceKnown) {
      const why = isPriceKnown
        ? `The next call would exceed the budget of $${run.budgetUsd}.`
        : `The price of the next call is not known, so the budget of $${run.budgetUsd} cannot be kept.`;
      state.stop({ status: "cancelled", reason: `${why} Finished answers are kept.` });
      throw state.signal.reason;
    },
  };
  return state;
}

/** Processes answers with the concurrency of the run, until none is open or the run stops. */
async function workAnswers({ actor, isDraining }: WorkContext, run: RunToWork, state: State): Promise<void> {
  const underWay = new Set<Promise<void>>();
  /** An answer that fails for a reason of its own is not retried, because a retry would only cost again. */
  const giveUpAnswer = async (error: unknown, open: OpenAnswer) => {
    if (state.signal.aborted || isDatabaseUnavailable(error)) throw error;
    logger().error({ err: error, run: run.id, answer: open.id }, "an answer could not be worked on");
    const message = "Something went wrong on our side when this answer was stored or scored. See the log.";
    await closeAnswer(actor.workspaceId, open.id, { code: "internal_error", message });
    return true;
  };
  const start = (open: OpenAnswer) => {
    const task = workAnswer(state.context, open)
      .catch((error: unknown) => giveUpAnswer(error, open))
      .then(state.done, (error: unknown) => {
        if (state.signal.aborted) return;
        state.error ??= error;
        state.stop(null);
      })
      .finally(() => underWay.delete(task));
    underWay.add(task);
  };
  const isStopped = () => isDraining() || state.signal.aborted;
  let after = { position: 0, repeat: 0 };
  let begun = 0;
  while (!isStopped()) {
    const page = await listOpenAnswers(actor.workspaceId, run.id, { after, limit: pageSize });
    for (const open of page) {
      while (underWay.size >= run.concurrency && !isStopped()) await Promise.race(underWay);
      if (isStopped()) break;
      start(open);
      if (++begun < run.concurrency) await sleep(firstApartMs);
    }
    after = page.at(-1) ?? after;
    if (page.length < pageSize) break;
  }
  await Promise.all(underWay);
}
