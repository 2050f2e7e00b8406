import type { Actor } from "@/lib/auth/actor";
import type { EnvironmentScope } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { AppError, type FieldError, notFound } from "@/lib/core/errors";
import type { ExperimentPlan } from "@/lib/experiments/plan";
import { findPromptOrThrow } from "@/lib/registry/queries/find-prompt";
import { listReadable } from "@/lib/telemetry/queries/interactions";
import type { FoundFilter, RequestFilter } from "../filter";
import { filterFaults } from "../filter-faults";
import { filterFaultWords } from "../filter-words";

/**
 * Returns the prompt, environment and variants of an experiment, and the start of its first and end of its last phase.
 */
async function findExperiment(workspaceId: string, id: string, variant: string | undefined) {
  const found = await prisma().experiment.findFirst({
    where: { id, workspaceId },
    select: {
      promptId: true,
      environmentId: true,
      phases: { orderBy: { number: "asc" }, select: { number: true, plan: true, startedAt: true, endedAt: true } },
    },
  });
  if (!found) throw notFound("This experiment");
  const { promptId, environmentId, phases } = found;
  const arms = phases.flatMap(({ number, plan }) =>
    (plan as ExperimentPlan).variants
      .filter(({ key }) => variant === undefined || key === variant)
      .map(({ key, version }) => ({ phase: number, variant: key, version })),
  );
  const [first, last] = [phases[0], phases.at(-1)];
  if (variant !== undefined && first && arms.length === 0) throw notFound(`The variant ${variant} of this experiment`);
  return {
    promptId,
    environmentId,
    arms,
    from: first?.startedAt ?? null,
    to: last?.endedAt ?? null,
  };
}

/** Returns the keys of this name, also revoked ones, or all keys for answers without one. */
async function findKeys(workspaceId: string, { key, missing }: RequestFilter): Promise<string[] | null> {
  if (key === undefined && missing !== "key") return null;
  const keys = await prisma().apiKey.findMany({
    where: { workspaceId, ...(key !== undefined && { name: key }) },
    select: { id: true },
  });
  if (key !== undefined && keys.length === 0) throw notFound(`The API key ${key}`);
  return keys.map(({ id }) => id);
}

/** Throws 422 `invalid_request` for filters that would be ignored, or that exclude each other. */
function assertFilter(actor: Actor, filter: RequestFilter): void {
  const errors: FieldError[] = filterFaults(filter).map((fault) => ({
    pointer: `/${fault.field}`,
    code: fault.code,
    message: filterFaultWords(fault),
  }));
  if (filter.review === "mine" && actor.kind !== "user")
    errors.push({ pointer: "/review", code: "not_a_person", message: 'A key has no reviews. Send "reviewer".' });
  const [first] = errors;
  if (first) throw new AppError("invalid_request", `${first.pointer}: ${first.message}`, { errors });
}

const later = (a: string | undefined, b: Date | null) =>
  b && (!a || Date.parse(a) < b.getTime()) ? b.toISOString() : a;
const earlier = (a: string | undefined, b: Date | null) =>
  b && (!a || Date.parse(a) > b.getTime()) ? b.toISOString() : a;

/**
 * Resolves the names in a filter within what the actor may read. Throws 422 `invalid_request`, 404 `not_found`,
 * 403 `environment_not_allowed`, `forbidden`, `insufficient_scope`.
 */
export async function findFilter(
  actor: Actor,
  filter: RequestFilter,
): Promise<{ found: FoundFilter; environments: EnvironmentScope[] }> {
  assertFilter(actor, filter);
  const { workspaceId } = actor;
  const userId = actor.kind === "user" ? actor.userId : null;
  const [environments, prompts, experiment, keyIds] = await Promise.all([
    listReadable(actor, filter.environment),
    filter.prompt ? Promise.all(filter.prompt.split(",").map((name) => findPromptOrThrow(workspaceId, name))) : null,
    filter.experiment ? findExperiment(workspaceId, filter.experiment, filter.variant) : null,
    findKeys(workspaceId, filter),
  ]);
  const ids = environments.map(({ id }) => id);
  const isEverywhere = filter.environment === undefined && (actor.kind !== "key" || actor.environments === "all");
  const place = { workspaceId, environmentIds: ids, isEverywhere, keyIds, userId };
  const named = prompts?.map(({ id }) => id) ?? null;
  if (!experiment) return { environments, found: { ...place, promptIds: named, experiment: null, filter } };
  const { promptId, environmentId } = experiment;
  return {
    environments,
    found: {
      ...place,
      environmentIds: ids.filter((id) => id === environmentId),
      isEverywhere: false,
      promptIds: named ? named.filter((id) => id === promptId) : [promptId],
      experiment,
      filter: { ...filter, from: later(filter.from, experiment.from), to: earlier(filter.to, experiment.to) },
    },
  };
}
