import { workingDraftLimits } from "@/lib/registry/working-draft";

const KiB = 1024;
const MiB = 1024 * KiB;

/** The properties of a request that determine the limit of its body. */
export type BodyHead = {
  method: string;
  /** The path without its query. */
  path: string;
  /** Whether the request has a session cookie. The cookie is not verified yet. */
  hasSession: boolean;
  /** Whether the request calls a server action. */
  isAction: boolean;
};

/** The limit of a body, and how the body is processed. */
export type BodyLimit = {
  limitBytes: number;
  /**
   * `gathered`: the whole body is read before the handler starts. `counted`: the body is passed on while it is read.
   */
  mode: "gathered" | "counted";
  /** The format of the error, according to what the caller can read. */
  refusal: "action" | "problem" | "text";
};

type BodyLimitRoute = BodyLimit & { path: RegExp };

const problem = (path: RegExp, limitBytes: number): BodyLimitRoute => ({
  path,
  limitBytes,
  mode: "gathered",
  refusal: "problem",
});
const action = (path: RegExp, limitBytes: number): BodyLimitRoute => ({
  path,
  limitBytes,
  mode: "gathered",
  refusal: "action",
});

/** The maximum body of a file import, which contains the files as JSON. */
export const importBodyBytes = 18 * MiB;

/** The limits of route handlers. The first row whose path matches is used. */
const routes: readonly BodyLimitRoute[] = [
  problem(/^\/api\/auth(\/|$)/, 16 * KiB),
  // Each endpoint checks its own limit while it reads. This row limits bodies before that, in a proxy.
  {
    path: /^\/api\/(v1|mcp|public|promptlayer|scim)(\/|$)/,
    limitBytes: importBodyBytes,
    mode: "counted",
    refusal: "problem",
  },
  { path: /^\/api\/imports\//, limitBytes: importBodyBytes, mode: "counted", refusal: "problem" },
  problem(/^\/api\/editor\//, 2 * workingDraftLimits.bytes),
  problem(/^\/api\/shared-drafts\//, 2 * workingDraftLimits.bytes),
  problem(/^\/api\/playground\//, 1 * MiB),
  problem(/^\/__nextjs/, 1 * MiB), // requests of the development server itself
  problem(/^\/(api|metrics|healthz|readyz)(\/|$)/, 16 * KiB),
];

/** The limits of members' server actions, by the page that calls them. */
const actions: readonly BodyLimitRoute[] = [
  action(/^\/[^/]+\/(prompts|evaluations|changes|quality|experiments)(\/|$)/, 1 * MiB),
  action(/^\//, 64 * KiB),
];

const anonymousBytes = 16 * KiB;
const writes = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** The maximum body of a request. GET, HEAD and other read methods allow none. Pure. */
export function limitFor({ method, path, hasSession, isAction }: BodyHead): BodyLimit {
  const route = routes.find((row) => row.path.test(path));
  const refusal = route?.refusal ?? (isAction ? "action" : "text");
  if (!writes.has(method)) return { limitBytes: 0, mode: "gathered", refusal };
  if (route) return { limitBytes: route.limitBytes, mode: route.mode, refusal };
  const row = isAction && hasSession ? actions.find(({ path: pattern }) => pattern.test(path)) : undefined;
  return { limitBytes: row?.limitBytes ?? anonymousBytes, mode: "gathered", refusal };
}

/** "16 KiB", "1 MiB", "1.5 MiB". Pure. */
export function sizeWords(bytes: number): string {
  if (bytes < MiB) return `${Math.ceil(bytes / KiB)} KiB`;
  return `${Number((bytes / MiB).toFixed(1))} MiB`;
}
