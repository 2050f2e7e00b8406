import { authenticateKey } from "@/lib/auth/api-keys";
import { authorize } from "@/lib/auth/authorize";
import { AppError } from "@/lib/core/errors";
import type { Answer } from "./answer";
import { readJsonBody } from "./body";
import type { Endpoint } from "./endpoint";
import { runOnce } from "./idempotency/run-once";
import { problemResponse } from "./problem";
import { parseQuery } from "./query";
import { takeRequest } from "./rate-limit";
import { requestIdOf } from "./request-id";

const bodyLimitBytes = 1024 * 1024;

/** Path and query of a request's URL as they were sent: a name's %2F must stay what it is. */
export function splitUrl(url: string): { path: string; search: string } {
  const start = url.indexOf("/", url.indexOf("//") + 2);
  const target = start === -1 ? "/" : url.slice(start).replace(/#.*$/, "");
  const mark = target.indexOf("?");
  return mark === -1 ? { path: target, search: "" } : { path: target.slice(0, mark), search: target.slice(mark) };
}

/** Carries out one call: who asks, how often, what is wanted, then the work. Never throws. */
export async function serve(endpoint: Endpoint, request: Request, params: Record<string, string>): Promise<Response> {
  const { path, search } = splitUrl(request.url);
  const requestId = requestIdOf(request.headers.get("x-request-id"));
  const extra: Record<string, string> = { "x-content-type-options": "nosniff" };
  try {
    const actor = await authenticateKey(request.headers.get("authorization"));
    Object.assign(extra, takeRequest(actor));
    authorize(actor, endpoint.permission);
    const query = parseQuery(search);
    if (!endpoint.query) refuseQuery(query);
    const body = endpoint.body ? await readBody(endpoint, request) : undefined;
    const header = (name: string) => request.headers.get(name);
    const run = endpoint.prepare({ actor, params, query, body, header });
    const key = endpoint.idempotency === "none" ? null : header("idempotency-key");
    const answer =
      key === null
        ? await run()
        : await runOnce({
            ...{ actor, key, run, isAnswerStored: endpoint.idempotency === "stored" },
            fingerprint: { method: request.method, path, body, ifMatch: header("if-match") },
          });
    return toResponse(answer, { "x-request-id": requestId, "cache-control": "no-store", ...extra });
  } catch (error) {
    return problemResponse(error, { requestId, instance: path }, extra);
  }
}

function readBody(endpoint: Endpoint, request: Request): Promise<unknown> {
  return readJsonBody(request, {
    limitBytes: endpoint.bodyLimitBytes ?? bodyLimitBytes,
    isOptional: endpoint.isBodyOptional ?? false,
  });
}

function refuseQuery(query: Record<string, string>): void {
  const names = Object.keys(query);
  if (names.length === 0) return;
  const errors = names.map((name) => ({
    pointer: `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`,
    code: "unrecognized_keys",
    message: "There is no such query parameter here.",
  }));
  throw new AppError("unrecognized_keys", "This path takes no query parameters.", { errors });
}

function toResponse({ status, body, headers }: Answer, extra: Record<string, string>): Response {
  if (status === 304) return new Response(null, { status, headers: { ...extra, ...headers } });
  const isReady = body instanceof Uint8Array;
  return new Response(isReady ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body), {
    status,
    headers: { ...extra, "content-type": "application/json", ...headers },
  });
}
