import type { KeyActor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { databaseUnavailable, isDatabaseUnavailable } from "@/lib/core/database-errors";
import { isDatabaseGone, isDatabaseUp, watchRecovery } from "@/lib/core/database-watch";
import { checkEpoch, epochs, keepLease } from "@/lib/core/epoch";
import { type EpochState, isBehindLog } from "@/lib/core/epoch-ledger";
import { AppError, notFound } from "@/lib/core/errors";
import { withShortTimeout } from "@/lib/core/short-timeout";
import { singleton } from "@/lib/core/singleton";
import { newInteractionId } from "@/lib/telemetry/interaction-id";
import type { PlaceholderMessages } from "@/lib/template/placeholders";
import { type Format, isRequestFormat } from "@/lib/template/requests/formats";
import { reportCall, watched } from "./calls/watch";
import { type Assignment, choose } from "./choose";
import { counts, resolveDurations } from "./counts";
import {
  type CachedPrompt,
  isFresh,
  isReplaced,
  loadEntry,
  type Outcome,
  peekEntry,
  peekNegative,
  rescueEntry,
} from "./entry";
import { findEnvironment } from "./environments";
import { noteExposure } from "./exposures";
import { Flights } from "./flights";
import { keyOf, type Lookup } from "./queries";
import type { VersionRecord } from "./record";

export type Source = "memory" | "redis" | "database" | "stale";

export type ResolveInput = {
  name: string;
  /** The default is the key's only environment. */
  environment?: string | undefined;
  /** A version by its number instead of the released one. */
  version?: number | undefined;
  userId?: string | undefined;
  /** If given (even empty), the messages are returned filled. */
  variables?: Record<string, unknown> | undefined;
  placeholders?: PlaceholderMessages | undefined;
  format?: Format | undefined;
};

/** Whether templates are filled for the call. A provider's request is always filled, because it must be complete. */
export function isFilled({ variables, placeholders, format = "messages" }: Omit<ResolveInput, "name">): boolean {
  return variables !== undefined || placeholders !== undefined || isRequestFormat(format);
}

export type Timing = { name: string; ms: number };

export type Resolved = {
  /** JSON that is ready to send. */
  body: Buffer;
  /** Strong, with its quotes. Null if variables were filled in. */
  etag: string | null;
  source: Source;
  isStale: boolean;
  interactionId: string;
  timings: Timing[];
  facts: Omit<VersionRecord, "content"> & { environmentId: string; assignment: Assignment };
};

type FoundEntry = { cached: CachedPrompt; source: Source };

/**
 * Returns the prompt for an application. Throws `not_found`, `invalid_request`, `environment_not_allowed`,
 * `insufficient_scope`, the template's errors, `database_unavailable` if nothing is cached during an outage, and
 * `internal_error` for a version that cannot be read and has no predecessor in memory.
 */
export async function resolvePrompt(actor: KeyActor, input: ResolveInput): Promise<Resolved> {
  const timings = new Timings();
  const { name, version, userId, variables, placeholders, format = "messages" } = input;
  const environment = await findEnvironment(actor, input.environment);
  authorize(actor, "prompt:resolve", environment);
  timings.lap("auth");
  const lookup = { workspaceId: actor.workspaceId, environmentId: environment.id, name, version };
  const { cached, source } = await findEntry(lookup);
  timings.lap(source);
  counts[source]++;

  const { served, assignment, exposure } = choose(cached.value, { userId }, epochs().now());
  if (exposure && userId !== undefined) noteExposure(exposure, userId);
  const isStale = source === "stale";
  const { content: _, ...record } = served.record;
  const answerHere = () => {
    if (cached.value.load.isHeavy && isFilled(input)) return null;
    if (variables === undefined && placeholders === undefined) return served.answer(format, assignment, isStale);
    return served.fill(format, assignment, isStale, { variables, placeholders });
  };
  const filling = { workspaceId: actor.workspaceId, variables, placeholders };
  const answer = answerHere() ?? (await served.fillInThread(format, assignment, isStale, filling));
  const { body, etag } = typeof answer === "string" ? { body: Buffer.from(answer), etag: null } : answer;
  timings.lap("body");
  resolveDurations[source].note(timings.totalMs());
  if (watched.size > 0) {
    const { name: prompt, version: number } = record;
    const call = { environment: environment.name, prompt, version: number, source, ms: timings.totalMs() };
    reportCall(actor.workspaceId, call);
  }
  const facts = { ...record, environmentId: environment.id, assignment };
  return {
    body,
    etag,
    source,
    isStale,
    interactionId: newInteractionId(assignment.reason),
    timings: timings.laps,
    facts,
  };
}

async function findEntry(lookup: Lookup): Promise<FoundEntry> {
  const key = keyOf(lookup);
  const ledger = epochs();
  const state = ledger.of(lookup.environmentId);
  state.usedAt = ledger.now();
  keepLease(state);
  if (isDatabaseUp() && isBehindLog(state)) await catchUp(state);
  const cached = peekEntry(key);
  if (!isDatabaseUp()) {
    watchRecovery();
    // An unconfirmed outage is no reason to serve an entry that a known release has replaced.
    if (cached && (isDatabaseGone() || !isReplaced(cached))) return { cached, source: "stale" };
    if (isDatabaseGone()) return lastKnown(lookup, databaseUnavailable());
  } else {
    if (cached && isFresh(cached, ledger.now())) return { cached, source: "memory" };
    const negative = peekNegative(key);
    if (negative) return conclude(lookup, { kind: negative });
  }
  return refresh(lookup, cached);
}

const catchUps = () => singleton("catch-ups", () => new Flights<void>());

/** Reads which prompts the known releases changed. Concurrent callers share the query. */
async function catchUp(state: EpochState): Promise<void> {
  const { environmentId } = state;
  try {
    await withShortTimeout(catchUps().run(environmentId, state, () => checkEpoch(environmentId)));
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    watchRecovery();
  }
}

async function refresh(lookup: Lookup, cached: CachedPrompt | undefined): Promise<FoundEntry> {
  const loading = loadEntry(lookup);
  try {
    // If a known release may have replaced the entry, wait for the new version. Otherwise the cached entry is almost
    // certainly current.
    const outcome = cached && !isReplaced(cached) ? await withShortTimeout(loading) : await loading;
    if (outcome) return conclude(lookup, outcome);
    if (cached) return { cached, source: "stale" };
    throw databaseUnavailable();
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    watchRecovery();
    return lastKnown(lookup, error);
  }
}

async function conclude(lookup: Lookup, outcome: Outcome): Promise<FoundEntry> {
  if (outcome.kind === "found") return outcome;
  if (outcome.kind === "unreadable")
    return lastKnown(lookup, new AppError("internal_error", "The released version of this prompt cannot be read."));
  counts.notFound++;
  const what = lookup.version === undefined ? "A version released here" : `Version ${lookup.version}`;
  throw notFound(`${what} of the prompt "${lookup.name}"`);
}

/** Returns what memory, Redis or the snapshot still has, marked stale. Otherwise throws `error`. */
async function lastKnown(lookup: Lookup, error: unknown): Promise<FoundEntry> {
  const cached = peekEntry(keyOf(lookup)) ?? (await rescueEntry(lookup));
  if (cached) return { cached, source: "stale" };
  counts.unavailable++;
  throw error;
}

class Timings {
  readonly laps: Timing[] = [];
  readonly #startedAt = performance.now();
  #last = this.#startedAt;

  totalMs(): number {
    return this.#last - this.#startedAt;
  }

  lap(name: string): void {
    const now = performance.now();
    this.laps.push({ name, ms: now - this.#last });
    this.#last = now;
  }
}
