import { LRUCache } from "lru-cache";
import type { Actor } from "@/lib/auth/actor";
import { can, type EnvironmentScope } from "@/lib/auth/authorize";
import { eventQuery } from "@/lib/core/db";
import { hasName } from "@/lib/core/environment-name";
import type { PromptEnvironment } from "@/lib/core/prompt-environment";
import { subscribe } from "@/lib/core/publish";
import { singleton } from "@/lib/core/singleton";
import { type ContentPolicy, strictest } from "../content-policy";
import type { ReadEvent } from "../ingest";
import type { Rejection } from "../schema";

/** `policy` is the content policy of the event's environment; null stores everything. */
export type ReferredEvent = ReadEvent & { reference: PromptEnvironment | null; policy: ContentPolicy | null };

type PromptVersion = { promptId: string | null; hasVersion: boolean; loadedAt: number };
/** An environment with its content policy; null stores everything. */
type EnvironmentReference = EnvironmentScope & { policy: ContentPolicy | null };
type Environments = { list: EnvironmentReference[]; loadedAt: number };

const freshMs = 30_000;
/** A missing name is looked up again after this time, because it may have been created since. */
const unknownMs = 1_000;

const versions = () => singleton("event-versions", () => new LRUCache<string, PromptVersion>({ max: 50_000 }));
const environments = () =>
  singleton("event-environments", () => {
    const kept = new LRUCache<string, Environments>({ max: 10_000 });
    subscribe("environments", (workspaceId) => kept.delete(workspaceId));
    return kept;
  });

const ageOf = ({ loadedAt }: { loadedAt: number }) => performance.now() - loadedAt;

// A former name resolves to its prompt, as in resolve.
const findVersions = `select r.name, r.version, p.id as "promptId", v.id is not null as "hasVersion"
  from unnest($2::text[], $3::int[]) as r (name, version)
  left join lateral (
    select id from prompts where workspace_id = $1 and name = r.name
    union all select prompt_id from prompt_aliases where workspace_id = $1 and name = r.name limit 1
  ) p on true
  left join versions v on v.prompt_id = p.id and v.number = r.version and v.workspace_id = $1`;

const findEnvironments = `select e.id, e.name, e.former_names as "formerNames", e.is_protected as "isProtected",
    case when c.content_share < 1 or c.rules <> '[]' or c.fields <> '{}' or c.content_days is not null then
      json_build_object('contentShare', c.content_share, 'rules', c.rules, 'fields', c.fields, 'contentDays', c.content_days)
    end as policy
  from environments e left join content_policies c on c.environment_id = e.id and c.workspace_id = e.workspace_id
  where e.workspace_id = $1 order by e.position`;

type VersionRow = { name: string; version: number; promptId: string | null; hasVersion: boolean };
type VersionRef = { name: string; version: number };
const versionKey = (workspaceId: string, { name, version }: VersionRef) => `${workspaceId} ${version} ${name}`;

/** Returns the prompt and version of every requested name. Names that are not cached are loaded with one query. */
async function loadVersions(workspaceId: string, refs: Map<string, VersionRef>): Promise<Map<string, PromptVersion>> {
  const found = new Map<string, PromptVersion>();
  const missing: VersionRef[] = [];
  for (const [key, named] of refs) {
    const cached = versions().get(key);
    if (cached && ageOf(cached) < (cached.hasVersion ? freshMs : unknownMs)) found.set(key, cached);
    else missing.push(named);
  }
  if (missing.length === 0) return found;
  const loadedAt = performance.now();
  const values = [workspaceId, missing.map(({ name }) => name), missing.map(({ version }) => version)];
  for (const row of await eventQuery<VersionRow>("event-versions", findVersions, values)) {
    const entry = { promptId: row.promptId, hasVersion: row.hasVersion, loadedAt };
    versions().set(versionKey(workspaceId, row), entry);
    found.set(versionKey(workspaceId, row), entry);
  }
  return found;
}

async function loadEnvironments(workspaceId: string, names: ReadonlySet<string>): Promise<EnvironmentReference[]> {
  const cached = environments().get(workspaceId);
  const isWhole = cached && [...names].every((name) => cached.list.some((each) => hasName(each, name)));
  if (cached && ageOf(cached) < (isWhole ? freshMs : unknownMs)) return cached.list;
  const loadedAt = performance.now();
  const list = await eventQuery<EnvironmentReference>("event-environments", findEnvironments, [workspaceId]);
  environments().set(workspaceId, { list, loadedAt });
  return list;
}

function environmentOf(actor: Actor, list: EnvironmentReference[], name: string | null | undefined) {
  if (name) return list.find((environment) => hasName(environment, name));
  const reachable = list.filter((environment) => can(actor, "event:write", environment));
  return reachable.length === 1 ? reachable[0] : undefined;
}

/**
 * Finds the environments of spans by name. The result is null for an environment that is missing or out of the key's
 * reach.
 */
export async function findSpanEnvironments(actor: Actor, names: ReadonlySet<string | null>) {
  const requested = new Set([...names].filter((name) => name !== null));
  const list = await loadEnvironments(actor.workspaceId, requested);
  return new Map(
    [...names].map((name) => {
      const found = environmentOf(actor, list, name);
      return [name, found && can(actor, "event:write", found) ? found : null] as const;
    }),
  );
}

/** Finds the prompts, versions and environments that events name, with at most two queries. */
export async function findReferences(actor: Actor, events: readonly ReadEvent[]) {
  const { workspaceId } = actor;
  const refs = new Map<string, VersionRef>();
  const names = new Set<string>();
  let hasComment = false;
  for (const { input } of events) {
    if (input.type === "feedback") {
      hasComment ||= Boolean(input.comment);
      continue;
    }
    const named = { name: input.prompt.normalize("NFC"), version: input.version };
    refs.set(versionKey(workspaceId, named), named);
    if (input.environment) names.add(input.environment);
  }
  const [known, list] = await Promise.all([
    refs.size > 0 ? loadVersions(workspaceId, refs) : new Map<string, PromptVersion>(),
    refs.size > 0 || hasComment ? loadEnvironments(workspaceId, names) : [],
  ]);
  // Feedback may arrive before its interaction. It may then belong to any environment that its key may use.
  const reachable = list.filter((environment) => can(actor, "event:write", environment));
  const commentPolicy = strictest(reachable.flatMap(({ policy }) => (policy ? [policy] : [])));

  const found: ReferredEvent[] = [];
  const rejected: Rejection[] = [];
  for (const event of events) {
    const { input, index } = event;
    if (input.type === "feedback") {
      found.push({ ...event, reference: null, policy: input.comment ? commentPolicy : null });
      continue;
    }
    const reject = (code: Rejection["code"], message: string) => rejected.push({ index, code, message });
    const named = { name: input.prompt.normalize("NFC"), version: input.version };
    const prompt = known.get(versionKey(workspaceId, named));
    const environment = environmentOf(actor, list, input.environment);
    if (!prompt?.promptId) reject("unknown_reference", `/prompt: There is no prompt "${input.prompt}".`);
    else if (!prompt.hasVersion)
      reject("unknown_reference", `/version: ${input.prompt} has no version ${input.version}.`);
    else if (!environment && input.environment)
      reject("unknown_reference", `/environment: There is no environment "${input.environment}".`);
    else if (!environment) reject("invalid_request", "/environment: This key has several environments. Name one.");
    else if (!can(actor, "event:write", environment))
      reject("environment_not_allowed", `/environment: This key may not use the environment ${environment.name}.`);
    else {
      const reference = { promptId: prompt.promptId, environmentId: environment.id };
      found.push({ ...event, reference, policy: environment.policy });
    }
  }
  return { found, rejected };
}
