import { LRUCache } from "lru-cache";
import type { KeyActor } from "@/lib/auth/actor";
import type { EnvironmentScope } from "@/lib/auth/authorize";
import { isDatabaseUnavailable } from "@/lib/core/database-errors";
import { isDatabaseUp, watchRecovery } from "@/lib/core/database-watch";
import { AppError, notFound } from "@/lib/core/errors";
import { subscribe } from "@/lib/core/publish";
import { withShortTimeout } from "@/lib/core/short-timeout";
import { singleton } from "@/lib/core/singleton";
import { listEnvironments, type NamedEnvironment } from "./queries";

const freshMs = 30_000;
// The minimum time between lookups for an unknown name. It is short, so that a new environment is found soon.
const unknownMs = 1_000;

/** `byName` also contains former names. */
type WorkspaceEnvironments = {
  byName: Map<string, EnvironmentScope>;
  byId: Map<string, EnvironmentScope>;
  loadedAt: number;
};

// A change on this machine applies immediately, one on another machine after at most 30 s.
const known = () =>
  singleton("known-environments", () => {
    const cache = new LRUCache<string, WorkspaceEnvironments>({ max: 10_000 });
    subscribe("environments", (workspaceId) => cache.delete(workspaceId));
    return cache;
  });
const flights = () => singleton("environment-flights", () => new Map<string, Promise<WorkspaceEnvironments>>());

/** Returns the environment by name (or the key's only one) from memory. Null if the database must be queried. */
export function environmentInMemory(actor: KeyActor, name: string | undefined, now: number): EnvironmentScope | null {
  const workspace = known().get(actor.workspaceId);
  if (!workspace || now - workspace.loadedAt > freshMs) return null;
  return pick(workspace, actor, name);
}

/**
 * Returns the environment by name, or the key's only one. Throws 404 `not_found`, 422 `invalid_request` if the key has
 * several and none is named, 503 `database_unavailable`.
 */
export async function findEnvironment(actor: KeyActor, name: string | undefined): Promise<EnvironmentScope> {
  const workspace = known().get(actor.workspaceId);
  const before = workspace && pick(workspace, actor, name);
  if (workspace && before) {
    if (!isDatabaseUp()) watchRecovery();
    else if (ageOf(workspace) > freshMs) return (await renewed(actor, name)) ?? before;
    return before;
  }
  const current = workspace && ageOf(workspace) < unknownMs ? workspace : await reload(actor.workspaceId);
  return pick(current, actor, name) ?? refuse(current, name);
}

/** Adds environments from a snapshot for use without the database. They count as known but not fresh. */
export function rememberEnvironments(
  workspaces: readonly { workspaceId: string; environments: readonly NamedEnvironment[] }[],
): void {
  for (const { workspaceId, environments } of workspaces)
    if (!known().has(workspaceId)) known().set(workspaceId, toEnvironments(environments, Number.NEGATIVE_INFINITY));
}

function toEnvironments(rows: readonly NamedEnvironment[], loadedAt: number): WorkspaceEnvironments {
  return {
    // Current names are added after former names, because they take precedence.
    byName: new Map([
      ...rows.flatMap((row) => (row.formerNames ?? []).map((name) => [name, row] as const)),
      ...rows.map((row) => [row.name, row] as const),
    ]),
    byId: new Map(rows.map((row) => [row.id, row])),
    loadedAt,
  };
}

const ageOf = ({ loadedAt }: WorkspaceEnvironments) => performance.now() - loadedAt;

// Returns null if the database does not answer within the short timeout. The caller then uses the known environment.
async function renewed(actor: KeyActor, name: string | undefined): Promise<EnvironmentScope | null> {
  try {
    const workspace = await withShortTimeout(reload(actor.workspaceId));
    return workspace && (pick(workspace, actor, name) ?? refuse(workspace, name));
  } catch (error) {
    if (isDatabaseUnavailable(error)) return null;
    throw error;
  }
}

function refuse({ byId }: WorkspaceEnvironments, name: string | undefined): never {
  if (name !== undefined) throw notFound(`The environment "${name}"`);
  const message = `This key has several environments. Name one in "environment": ${[...byId.values()].map((one) => one.name).join(", ")}.`;
  throw new AppError("invalid_request", message, {
    errors: [{ pointer: "/environment", code: "required", message }],
  });
}

function pick(
  { byName, byId }: WorkspaceEnvironments,
  actor: KeyActor,
  name: string | undefined,
): EnvironmentScope | null {
  if (name !== undefined) return byName.get(name) ?? null;
  const { environments } = actor;
  if (environments === "all") return byId.size === 1 ? (byId.values().next().value ?? null) : null;
  return environments.length === 1 ? (byId.get(environments[0] ?? "") ?? null) : null;
}

function reload(workspaceId: string): Promise<WorkspaceEnvironments> {
  const running = flights().get(workspaceId);
  if (running) return running;
  const flight = load(workspaceId).finally(() => flights().delete(workspaceId));
  flights().set(workspaceId, flight);
  return flight;
}

async function load(workspaceId: string): Promise<WorkspaceEnvironments> {
  const loadedAt = performance.now();
  const rows = await listEnvironments(workspaceId);
  const workspace = toEnvironments(rows, loadedAt);
  known().set(workspaceId, workspace);
  return workspace;
}
