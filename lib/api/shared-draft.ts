import { z } from "zod";
import type { UserActor } from "@/lib/auth/actor";
import { can } from "@/lib/auth/authorize";
import { getMemberActor } from "@/lib/auth/queries/memberships";
import { AppError, isAppError } from "@/lib/core/errors";
import { logger } from "@/lib/core/logger";
import { subscribe } from "@/lib/core/publish";
import { singleton } from "@/lib/core/singleton";
import { parseInput } from "@/lib/core/validation";
import { joinSharedDraft, leaveSharedDraft } from "@/lib/registry/shared-draft/commands/join-shared-draft";
import { moveSharedDraft } from "@/lib/registry/shared-draft/commands/move-shared-draft";
import { pushSharedDraft } from "@/lib/registry/shared-draft/commands/push-shared-draft";
import { startSharedDraft } from "@/lib/registry/shared-draft/commands/start-shared-draft";
import { readSharedDraft } from "@/lib/registry/shared-draft/queries";
import {
  joinSharedDraftInput,
  leaveSharedDraftInput,
  moveSharedDraftInput,
  pushSharedDraftInput,
  type ReadSharedDraftInput,
  readSharedDraftInput,
  startSharedDraftInput,
} from "@/lib/registry/shared-draft/schema";
import { sharedDraftsTopic } from "@/lib/registry/shared-draft/topic";
import { workingDraftLimits } from "@/lib/registry/working-draft";
import { readJsonBody } from "./body";
import { answerOwnPage, type FindActor } from "./own-page";
import { parseQuery } from "./query";

const act = z.discriminatedUnion("do", [
  startSharedDraftInput.extend({ do: z.literal("start") }),
  joinSharedDraftInput.extend({ do: z.literal("join") }),
  pushSharedDraftInput.extend({ do: z.literal("push") }),
  leaveSharedDraftInput.extend({ do: z.literal("leave") }),
  moveSharedDraftInput.extend({ do: z.literal("move") }),
]);

/** The request of an editor about a shared draft. */
export type SharedDraftAct = z.input<typeof act>;

const bodyLimitBytes = 2 * workingDraftLimits.bytes;

async function carryOut(actor: UserActor, input: z.output<typeof act>): Promise<unknown> {
  switch (input.do) {
    case "start":
      return startSharedDraft(actor, input);
    case "join":
      return joinSharedDraft(actor, input);
    case "push":
      await pushSharedDraft(actor, input);
      return input.since === undefined ? null : readSharedDraft(actor, { ...input, since: input.since });
    case "leave":
      return leaveSharedDraft(actor, input);
    case "move":
      return moveSharedDraft(actor, input);
  }
}

/**
 * Answers a request about a shared draft. Accepts only requests from our own pages by members of the workspace. Never
 * throws.
 */
export async function answerSharedDraft(request: Request, workspace: string, findActor: FindActor): Promise<Response> {
  return answerOwnPage(request, workspace, findActor, async ({ actor, incoming, headers }) => {
    const body = await readJsonBody(incoming, { limitBytes: bodyLimitBytes, isOptional: false });
    const done = await carryOut(actor, parseInput(act, body));
    return Response.json(done ?? null, { headers });
  });
}

/**
 * A stream ends after this time, and the browser opens a new one. This limits how long a signed-out person stays
 * connected.
 */
const streamMs = 20_000;
/** Published hints may be lost, and reach other machines only through Redis, so the database is polled too. */
const pollMs = 1_000;
const leastGapMs = 40;

/** How many streams one person can have open on this process. An editor opens one for each tab. */
const mostStreams = 24;

/** The open streams of each person, by draft and tab. */
const openStreams = () => singleton("shared-draft-streams", () => new Map<string, Map<string, AbortController>>());

/** Registers a stream, and ends the previous one of the same tab. Throws 429 `rate_limited` for too many. */
function registerStream(userId: string, key: string): AbortController {
  const own = openStreams().get(userId) ?? new Map<string, AbortController>();
  own.get(key)?.abort();
  own.delete(key);
  if (own.size >= mostStreams)
    throw new AppError("rate_limited", `You edit with others in ${mostStreams} tabs already. Close one first.`);
  const ending = new AbortController();
  own.set(key, ending);
  openStreams().set(userId, own);
  const remove = () => {
    if (own.get(key) === ending) own.delete(key);
    if (own.size === 0 && openStreams().get(userId) === own) openStreams().delete(userId);
  };
  ending.signal.addEventListener("abort", remove, { once: true });
  return ending;
}

/** Streams the changes of a shared draft as Server-Sent Events. Never throws. */
export async function streamSharedDraft(request: Request, workspace: string, findActor: FindActor): Promise<Response> {
  return answerOwnPage(request, workspace, findActor, async ({ actor, incoming, requestId, headers }) => {
    const { since, ...scope } = parseInput(readSharedDraftInput, parseQuery(incoming.search));
    const last = Number(incoming.header("last-event-id") ?? since);
    const from = { ...scope, since: Number.isInteger(last) ? Math.max(last, since) : since };
    await readSharedDraft(actor, from); // throws before the stream begins
    const ending = registerStream(actor.userId, `${scope.id} ${scope.tab}`);
    const end = () => ending.abort();
    request.signal.addEventListener("abort", end, { once: true });
    if (request.signal.aborted) end();
    let wanted = () => {};
    let isCancelled = false;
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        const write = async (text: string) => {
          controller.enqueue(new TextEncoder().encode(text));
          // What is not read is not collected: the next event has all that happened until then.
          while ((controller.desiredSize ?? 0) <= 0 && !ending.signal.aborted)
            await new Promise<void>((done) => {
              wanted = done;
            });
        };
        ending.signal.addEventListener("abort", () => wanted(), { once: true });
        const timer = setTimeout(end, streamMs).unref();
        void tell(actor, workspace, from, ending.signal, write)
          // The stream ends. The browser opens a new one, which is refused if the draft was deleted.
          .catch((error: unknown) => {
            if (!isAppError(error)) logger().error({ err: error, requestId }, "a stream of a shared draft broke");
          })
          .finally(() => {
            clearTimeout(timer);
            request.signal.removeEventListener("abort", end);
            end();
            if (!isCancelled) controller.close();
          });
      },
      pull: () => wanted(),
      cancel: () => {
        isCancelled = true;
        end();
      },
    });
    return new Response(stream, {
      headers: {
        ...headers,
        "cache-control": "no-store, no-transform",
        "content-type": "text/event-stream",
        "x-accel-buffering": "no", // otherwise nginx buffers the stream
      },
    });
  });
}

async function tell(
  actor: UserActor,
  workspace: string,
  { since, ...scope }: ReadSharedDraftInput,
  signal: AbortSignal,
  write: (text: string) => Promise<void>,
): Promise<void> {
  let wake = () => {};
  const stop = subscribe(sharedDraftsTopic, (id) => {
    if (id === scope.id) wake();
  });
  signal.addEventListener("abort", () => wake(), { once: true });
  try {
    let checkedAt = performance.now();
    let sent = "";
    let seq = since;
    await write("retry: 400\n\n");
    while (!signal.aborted) {
      const hint = new Promise<void>((done) => {
        wake = done;
      });
      if (performance.now() - checkedAt >= pollMs) {
        checkedAt = performance.now();
        // The session was checked with the request: the actor would be refused here without its second factor.
        const now = await getMemberActor(actor.userId, workspace, { provedAt: 0, isStrong: true });
        if (!now || !can(now, "prompt:write")) return;
      }
      const news = await readSharedDraft(actor, { ...scope, since: seq });
      const standing = JSON.stringify([news.baseVersion, news.people]);
      if (signal.aborted) return;
      if (news.seq > seq || standing !== sent) await write(`id: ${news.seq}\ndata: ${JSON.stringify(news)}\n\n`);
      seq = news.seq;
      sent = standing;
      await pause(leastGapMs);
      await Promise.race([hint, pause(pollMs)]);
    }
  } finally {
    stop();
  }
}

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms).unref());
