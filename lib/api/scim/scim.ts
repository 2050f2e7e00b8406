import type { SystemActor } from "@/lib/auth/actor";
import { authenticateScim } from "@/lib/auth/scim/commands/tokens";
import { AppError } from "@/lib/core/errors";
import { logger } from "@/lib/core/logger";
import { readJsonBody } from "../body";
import { fromRequest, type Incoming, type Outgoing, toResponse } from "../exchange";
import { toAppError } from "../problem";
import { takeRequest } from "../rate-limit";
import { requestIdOf } from "../request-id";
import { noteRequest } from "../request-meters";
import { discover } from "./discovery";
import { faultAnswer, ScimFault, scimType } from "./fault";
import { groupRoutes } from "./groups";
import { readScimQuery } from "./read-query";
import type { ScimAnswer, ScimRoute } from "./route";
import { userRoutes } from "./users";

const root = "/api/scim/v2";
const limitBytes = 1024 * 1024;
/** Entra ID requires at least 25 requests per second. */
const requestsPerMinute = 1_800;

const routes: readonly ScimRoute[] = [...userRoutes, ...groupRoutes];
/** Optional parts of the protocol. */
const notSupported = /^\/(?:Bulk|Me|(?:.*\/)?\.search)$/i;
const bodied = new Set(["POST", "PUT", "PATCH"]);

const notThere = () => new AppError("not_found", "There is no such path. Users are at /Users, groups at /Groups.");

function pathOf(incoming: Incoming): string {
  try {
    return decodeURIComponent(incoming.path.slice(root.length)).replace(/\/$/, "");
  } catch {
    throw notThere();
  }
}

function refuseMethod(allow: string): never {
  throw new AppError("method_not_allowed", `Possible here: ${allow}.`, { headers: { allow } });
}

async function carryOut(actor: SystemActor, incoming: Incoming): Promise<ScimAnswer> {
  const path = pathOf(incoming);
  const { method } = incoming;
  if (notSupported.test(path)) throw new ScimFault(null, "This part of SCIM is not supported here.", 501);
  const found = discover(path);
  if (found) return method === "GET" ? { status: 200, body: found } : refuseMethod("GET");
  const here = routes.filter((route) => route.path.test(path));
  const route = here.find((one) => one.method === method);
  if (!route)
    return here.length > 0 ? refuseMethod(here.map((one) => one.method).join(", ")) : Promise.reject(notThere());
  const query = readScimQuery(incoming.search);
  const body = bodied.has(method) ? await readJsonBody(incoming, { limitBytes, isOptional: false }) : null;
  const id = route.path.exec(path)?.[1] ?? "";
  return route.handle({ actor, id, query, body, ifMatch: incoming.header("if-match") });
}

async function answer(incoming: Incoming, requestId: string): Promise<Outgoing> {
  const usual: Record<string, string> = {
    "x-request-id": requestId,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  };
  try {
    const { actor, tokenId } = await authenticateScim(incoming.header("authorization"));
    Object.assign(usual, takeRequest({ keyId: tokenId, requestsPerMinute }));
    const { status, body, headers } = await carryOut(actor, incoming);
    if (!body) return { status, headers: { ...usual, ...headers }, body: null };
    return { status, headers: { ...usual, "content-type": scimType, ...headers }, body: JSON.stringify(body) };
  } catch (error) {
    const refused = faultAnswer(error);
    if (refused.status === 500) logger().error({ err: toAppError(error).cause, requestId }, "SCIM request failed");
    return { ...refused, headers: { ...usual, ...refused.headers } };
  }
}

/** Handles SCIM 2.0 (RFC 7643, 7644) for the members of the token's workspace. Never throws. */
export async function answerScim(request: Request): Promise<Response> {
  const startedAt = performance.now();
  const incoming = fromRequest(request);
  const requestId = requestIdOf(incoming.header("x-request-id"));
  const outgoing = await answer(incoming, requestId);
  noteRequest("scim", requestId, outgoing.status, performance.now() - startedAt);
  return toResponse(outgoing);
}
