import type { IncomingMessage, ServerResponse } from "node:http";
import type { KeyActor } from "@/lib/auth/actor";
import { authenticateCached } from "@/lib/auth/api-keys";
import { reportCall, watched } from "@/lib/runtime/calls/watch";
import { resolveDurations } from "@/lib/runtime/counts";
import { answerWarm, findWarm, type WarmAnswer, type WarmCall } from "@/lib/runtime/fast-lane";
import { newInteractionId } from "@/lib/telemetry/interaction-id";
import { matchesNone } from "../etag";
import { writeTo } from "../node-exchange";
import { problemAnswer } from "../problem";
import { takeRequest } from "../rate-limit";
import { requestIdOf } from "../request-id";
import { noteRequest } from "../request-meters";
import { isPlainBody, readPlainBody } from "./plain-body";
import { plainQueryOf, queryPrefix } from "./plain-query";
import { timingText } from "./resolve-headers";

const path = "/api/v1/prompts/resolve";

/**
 * Answers a simple GET of resolve whose key and prompt are cached and current. The response is identical to that of the
 * full route. Otherwise returns false and writes nothing.
 */
export function tryFastGet(req: IncomingMessage, res: ServerResponse): boolean {
  const { url, method, headers } = req;
  if (method !== "GET" || !url?.startsWith(queryPrefix)) return false;
  const now = performance.now();
  const actor = authenticateCached(headers.authorization, now);
  const call = actor && plainQueryOf(url);
  return call ? answerFast(req, res, { actor, call, route: "resolvePrompt", now }) : false;
}

/**
 * Answers a simple POST of resolve. Returns false, without reading or writing, if the headers do not match. If only the
 * full route can answer, calls `otherwise` with the body after it was read.
 */
export function tryFastPost(req: IncomingMessage, res: ServerResponse, otherwise: (body: Buffer) => void): boolean {
  if (req.method !== "POST" || req.url !== path || !isPlainBody(req.headers)) return false;
  const actor = authenticateCached(req.headers.authorization, performance.now());
  if (!actor) return false;
  const pieces: Buffer[] = [];
  req.on("data", (piece: Buffer) => pieces.push(piece));
  req.on("end", () => {
    const bytes = pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
    const call = readPlainBody(bytes);
    const now = performance.now();
    if (!call || !answerFast(req, res, { actor, call, route: "renderPrompt", now })) otherwise(bytes);
  });
  return true;
}

type FastCall = {
  actor: KeyActor;
  call: WarmCall;
  route: "resolvePrompt" | "renderPrompt";
  /** Monotonic time in ms. It is read once, because reading the clock costs as much as a cache lookup. */
  now: number;
};

/**
 * Answers from the cache, or with an error of the call. Returns false if the cache cannot answer. Nothing is counted
 * then, except for the one call that finds that its prompt must be filled in a thread.
 */
function answerFast({ headers }: IncomingMessage, res: ServerResponse, { actor, call, route, now }: FastCall): boolean {
  const prompt = findWarm(actor, call, now);
  if (!prompt) return false;
  const requestId = requestIdOf(headers["x-request-id"] as string | undefined);
  let limits: Record<string, string> | null = null;
  let ms: number;
  try {
    if (actor.requestsPerMinute !== null) limits = takeRequest(actor);
    const answer = answerWarm(prompt, call, now);
    if (!answer) return false;
    ms = performance.now() - now;
    resolveDurations.memory.note(ms);
    if (watched.size > 0) {
      const { environment, name } = prompt.value.record;
      reportCall(actor.workspaceId, { environment, prompt: name, version: answer.version, source: "memory", ms });
    }
    write(res, answer, { requestId, limits, ms, ifNoneMatch: headers["if-none-match"] });
  } catch (error) {
    const extra = { "x-content-type-options": "nosniff", ...limits };
    writeTo(res, problemAnswer(error, { requestId, instance: path }, extra));
    ms = performance.now() - now;
  }
  noteRequest(route, requestId, res.statusCode, ms);
  return true;
}

type FastAnswerContext = {
  requestId: string;
  limits: Record<string, string> | null;
  ms: number;
  ifNoneMatch: string | undefined;
};

/** Writes the same response as the full route, with headers in the same order. */
function write(
  res: ServerResponse,
  answer: WarmAnswer,
  { requestId, limits, ms, ifNoneMatch }: FastAnswerContext,
): void {
  const { text, byteLength, etag, reason } = answer;
  const head = ["x-request-id", requestId, "cache-control", etag === null ? "no-store" : "private, no-cache"];
  head.push("x-content-type-options", "nosniff");
  if (limits) head.push(...Object.entries(limits).flat());
  const isUnchanged = etag !== null && matchesNone(ifNoneMatch, etag);
  if (!isUnchanged) head.push("content-type", "application/json");
  head.push("server-timing", timingText("memory", ms), "x-prompt-source", "memory");
  head.push("x-interaction-id", newInteractionId(reason));
  if (etag !== null) head.push("etag", etag);
  if (isUnchanged) {
    res.writeHead(304, head);
    res.end();
    return;
  }
  head.push("content-length", String(byteLength));
  res.writeHead(200, head);
  // A string is sent in one write with the headers, a buffer in a second one. ASCII text is copied instead of encoded.
  res.end(text, byteLength === text.length ? "latin1" : "utf8");
}
