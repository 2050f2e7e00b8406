import { authenticateKey } from "@/lib/auth/api-keys";
import { authorize } from "@/lib/auth/authorize";
import { AppError } from "@/lib/core/errors";
import { jsonPointer } from "@/lib/core/text";
import { promptNameOf } from "@/lib/registry/queries/find-prompt";
import type { Answer } from "./answer";
import { readFormOrJson, readJsonBody, readJsonBytes, type Source } from "./body";
import { isProtobuf, readEncodedBody } from "./encoded-body";
import type { Endpoint, OpenEndpoint } from "./endpoint";
import type { Incoming, Outgoing } from "./exchange";
import { runOnce } from "./idempotency/run-once";
import { problemAnswer, statusAnswer } from "./problem";
import { parseQuery } from "./query";
import { openNetwork, takeOpenRequest, takeRequest } from "./rate-limit";
import { requestIdOf } from "./request-id";
import { noteRequest } from "./request-meters";
import { endingStream, mostDownloads, takeDownload } from "./running-downloads";

const bodyLimitBytes = 1024 * 1024;
const tooManyWords = `This key is downloading ${mostDownloads} files already. Wait until one is complete.`;

/** Handles one call and logs it at level debug. Never throws. */
export async function serve(
  endpoint: Endpoint | OpenEndpoint,
  incoming: Incoming,
  params: Record<string, string>,
): Promise<Outgoing> {
  const startedAt = performance.now();
  const outgoing = await (endpoint.permission === null
    ? carryOutOpen(endpoint, incoming)
    : carryOut(endpoint, incoming, params));
  noteRequest(endpoint.id, outgoing.headers["x-request-id"], outgoing.status, performance.now() - startedAt);
  return outgoing;
}

/** Authenticates, counts the request, parses the input, then does the work. */
async function carryOut(endpoint: Endpoint, incoming: Incoming, params: Record<string, string>): Promise<Outgoing> {
  const { method, path, search, header } = incoming;
  const requestId = requestIdOf(header("x-request-id"));
  const extra: Record<string, string> = { "x-content-type-options": "nosniff" };
  let end = () => {};
  try {
    const actor = await authenticateKey(header("authorization"));
    Object.assign(extra, takeRequest(actor));
    authorize(actor, endpoint.permission);
    const query = parseQuery(search);
    if (!endpoint.query) refuseQuery(query);
    const body = endpoint.body ? await readBody(endpoint, { ...incoming, owner: actor.workspaceId }) : undefined;
    const run = endpoint.prepare({
      actor,
      params: await byName(actor.workspaceId, endpoint, params),
      query,
      body,
      header,
    });
    if (endpoint.isFile) end = takeDownload(`key ${actor.keyId}`, tooManyWords);
    const key = endpoint.idempotency === "none" ? null : header("idempotency-key");
    const answer =
      key === null
        ? await run()
        : await runOnce({
            actor,
            key,
            run,
            isAnswerStored: endpoint.idempotency === "stored",
            fingerprint: { method, path, body, ifMatch: header("if-match") },
          });
    const outgoing = toOutgoing(answer, { "x-request-id": requestId, "cache-control": "no-store", ...extra });
    if (outgoing.body instanceof ReadableStream) return { ...outgoing, body: endingStream(outgoing.body, end) };
    end();
    return outgoing;
  } catch (error) {
    end();
    const isForProtobuf = endpoint.isBodyEncoded && isProtobuf(header("content-type") ?? "");
    return (isForProtobuf ? statusAnswer : problemAnswer)(error, { requestId, instance: path }, extra);
  }
}

/** `/prompts/{name}` also accepts the prompt's id, which needs no encoding. */
async function byName(workspaceId: string, { path }: Endpoint, params: Record<string, string>) {
  if (!path.startsWith("/prompts/{name}") || params.name === undefined) return params;
  const name = await promptNameOf(workspaceId, params.name);
  return name === null ? params : { ...params, name };
}

/** Handles a call without a key. Requests are counted by the caller's network. */
async function carryOutOpen(endpoint: OpenEndpoint, incoming: Incoming): Promise<Outgoing> {
  const { path, search, header } = incoming;
  const requestId = requestIdOf(header("x-request-id"));
  const extra: Record<string, string> = { "x-content-type-options": "nosniff" };
  try {
    const network = openNetwork(header("x-forwarded-for"));
    if (network !== null) Object.assign(extra, takeOpenRequest({ network }));
    refuseQuery(parseQuery(search));
    const body = await readBody(endpoint, incoming);
    // The network is unknown. Count by subject, so that a flood of requests does not block those for other subjects.
    if (network === null) Object.assign(extra, takeOpenRequest({ subject: endpoint.subjectOf(body) }));
    const answer = await endpoint.prepare({ body, network })();
    return toOutgoing(answer, { "x-request-id": requestId, "cache-control": "no-store", ...extra });
  } catch (error) {
    return problemAnswer(error, { requestId, instance: path }, extra);
  }
}

function readBody(endpoint: Endpoint | OpenEndpoint, incoming: Source): Promise<unknown> {
  const limitBytes = endpoint.bodyLimitBytes ?? bodyLimitBytes;
  if (endpoint.isBodyEncoded) return readEncodedBody(incoming, limitBytes);
  if (endpoint.isBodyForm) return readFormOrJson(incoming, limitBytes);
  if (endpoint.isBodyUnread) return readJsonBytes(incoming, limitBytes);
  return readJsonBody(incoming, {
    limitBytes,
    isOptional: endpoint.isBodyOptional ?? false,
  });
}

function refuseQuery(query: Record<string, string>): void {
  const names = Object.keys(query);
  if (names.length === 0) return;
  const errors = names.map((name) => ({
    pointer: jsonPointer([name]),
    code: "unrecognized_keys",
    message: "There is no such query parameter here.",
  }));
  throw new AppError("unrecognized_keys", "This path takes no query parameters.", { errors });
}

function toOutgoing({ status, body, headers }: Answer, extra: Record<string, string>): Outgoing {
  if (status === 304) return { status, headers: { ...extra, ...headers }, body: null };
  const content = body instanceof Uint8Array || body instanceof ReadableStream ? body : JSON.stringify(body);
  return { status, headers: { ...extra, "content-type": "application/json", ...headers }, body: content };
}
