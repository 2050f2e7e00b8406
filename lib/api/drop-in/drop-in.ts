import { decodeSafely } from "@/lib/core/decode-safely";
import { AppError } from "@/lib/core/errors";
import { readJsonBytes } from "../body";
import type { Endpoint } from "../endpoint";
import { fromRequest, type Incoming, type Outgoing, toResponse } from "../exchange";
import { problemAnswer, toAppError } from "../problem";
import { requestIdOf } from "../request-id";
import { serve } from "../serve";
import { otlpEndpoints } from "../v1/otlp";
import { langfuseIngestion, langfusePrompt } from "./langfuse";
import { promptLayerNotes, promptLayerTemplate, promptLayerTrack } from "./prompt-layer";

/** Where the client of a tool sends its key. */
type KeyPlace = "basic" | "x-api-key" | "body";
type Route = { method: "GET" | "POST"; path: RegExp; endpoint: Endpoint; key: KeyPlace };

const [otlp] = otlpEndpoints;
const post = { method: "POST" } as const;
const routes: readonly Route[] = [
  { method: "GET", path: /^\/api\/public\/v2\/prompts\/([^/]+)$/, endpoint: langfusePrompt, key: "basic" },
  { ...post, path: /^\/api\/public\/ingestion$/, endpoint: langfuseIngestion, key: "basic" },
  ...(otlp ? [{ ...post, path: /^\/api\/public\/otel\/v1\/traces$/, endpoint: otlp, key: "basic" } as const] : []),
  // PromptLayer's SDK does not encode names in the path.
  { ...post, path: /^\/api\/promptlayer\/prompt-templates\/(.+)$/, endpoint: promptLayerTemplate, key: "x-api-key" },
  { ...post, path: /^\/api\/promptlayer\/track-request$/, endpoint: promptLayerTrack, key: "body" },
  {
    ...post,
    path: /^\/api\/promptlayer\/(?:library-track-(?:metadata|score|prompt)|create-group|track-group)$/,
    endpoint: promptLayerNotes,
    key: "body",
  },
];

/** Whether a path belongs to the APIs of other tools. */
export const isDropInPath = (path: string) => /^\/api\/(?:public|promptlayer)(?:[/?#]|$)/.test(path);

/** Answers a request of another tool's client. Never throws. */
export async function answerDropIn(incoming: Incoming): Promise<Outgoing> {
  try {
    const found = findRoute(incoming);
    return withMessage(await serve(found.endpoint, await withBearer(incoming, found.key), found.params));
  } catch (error) {
    const context = { requestId: requestIdOf(incoming.header("x-request-id")), instance: incoming.path };
    return withMessage(problemAnswer(toAppError(error), context));
  }
}

function findRoute({ method, path }: Incoming) {
  for (const route of routes) {
    const match = route.path.exec(path);
    if (!match) continue;
    if (route.method !== method && !(method === "HEAD" && route.method === "GET"))
      throw new AppError("method_not_allowed", `Only ${route.method} is possible here.`, {
        headers: { allow: route.method },
      });
    return { endpoint: route.endpoint, key: route.key, params: { name: decodeSafely(match[1] ?? "") } };
  }
  throw new AppError(
    "not_found",
    "Only the parts of Langfuse's and PromptLayer's APIs that read prompts and report calls exist here. Everything else is at /api/v1/docs.",
  );
}

/** The maximum bytes of a body that are read before its key is known. */
const mostStrangeBytes = 1024 * 1024;
const keyInBody = /"api_key"\s*:\s*"(us_[a-z]{1,8}_[0-9A-Za-z]{1,64})"/;

/** The request with its key in the Authorization header. */
async function withBearer(incoming: Incoming, place: KeyPlace): Promise<Incoming> {
  if (place !== "body") return withKey(incoming, place === "basic" ? basicKey(incoming) : incoming.header("x-api-key"));
  const bytes = await readJsonBytes(incoming, mostStrangeBytes);
  // The caller is not authenticated yet, so the body is searched instead of parsed.
  const [, key = null] = keyInBody.exec(Buffer.from(bytes).toString("latin1")) ?? [];
  return { ...withKey(incoming, key ?? incoming.header("x-api-key")), chunks: () => pieceOf(bytes) };
}

const withKey = (incoming: Incoming, key: string | null): Incoming => ({
  ...incoming,
  header: (name) =>
    name === "authorization" ? (key === null ? incoming.header(name) : `Bearer ${key}`) : incoming.header(name),
});

/**
 * The password of Basic auth. The user name is usually the workspace's name and is ignored; only the key identifies the
 * caller.
 */
function basicKey({ header }: Incoming): string | null {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]+)$/i.exec(header("authorization") ?? "")?.[1];
  if (encoded === undefined) return null;
  const pair = Buffer.from(encoded, "base64").toString();
  return pair.slice(pair.indexOf(":") + 1);
}

async function* pieceOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Both clients show `message`, so the problem's detail is copied to that field. */
function withMessage(outgoing: Outgoing): Outgoing {
  if (outgoing.status < 400 || typeof outgoing.body !== "string") return outgoing;
  const problem = JSON.parse(outgoing.body) as { detail: string; title: string };
  return { ...outgoing, body: JSON.stringify({ ...problem, message: problem.detail, error: problem.title }) };
}

/** Handles a web Request, for Next's route handlers. */
export const dropIn = async (request: Request): Promise<Response> =>
  toResponse(await answerDropIn(fromRequest(request)));
