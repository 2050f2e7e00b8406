import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import { type PromptEnvironment, promptEnvironmentKey } from "@/lib/core/prompt-environment";
import { findingSentence, worstFirst } from "../finding-words";
import type { MetricFinding } from "../findings";
import { isHarmful } from "../reading";
import { listFindings, listPlaceStatuses, listRollbacks } from "./quality-places";

/** A prompt whose live version is worse than the previous one, or whose worse version was rolled back automatically. */
export type GotWorse = {
  prompt: string;
  environment: string;
  /** The live version. */
  version: number;
  /** The version that was rolled back automatically; null if the live version is worse. */
  from: number | null;
  baselineVersion: number | null;
  /** The finding as a sentence. */
  words: string;
  at: string | null;
};

type Candidate = PromptEnvironment & { at: string | null; from: number | null; findings: MetricFinding[] | null };
type NameRow = PromptEnvironment & { prompt: string; environment: string; version: number };

/** The prompts that are worse now, then those that were rolled back automatically; each newest first. */
export async function listGotWorse(actor: Actor, limit: number): Promise<{ count: number; items: GotWorse[] }> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const [standings, backs] = await Promise.all([
    listPlaceStatuses(workspaceId, databaseNow().getTime()),
    listRollbacks(workspaceId),
  ]);
  const worse = standings
    .filter(({ status }) => status === "worse")
    .toSorted((a, b) => (b.since ?? "").localeCompare(a.since ?? ""))
    .map(({ since, ...place }): Candidate => ({ ...place, at: since, from: null, findings: null }));
  const known = new Set(worse.map(promptEnvironmentKey));
  const back = backs
    .filter((one) => !known.has(promptEnvironmentKey(one)))
    .map(({ at, ...one }): Candidate => ({ ...one, at: at.toISOString() }));
  const all = [...worse, ...back];
  const shown = all.slice(0, limit);
  if (shown.length === 0) return { count: 0, items: [] };
  const [names, findings] = await Promise.all([listNames(workspaceId, shown), listFindings(workspaceId, shown)]);
  const items = shown.flatMap(({ at, from, findings: then, ...place }): GotWorse[] => {
    const name = names.get(promptEnvironmentKey(place));
    if (!name) return [];
    const [worst] = worstFirst(then ?? findings.get(promptEnvironmentKey(place)) ?? []).filter(isHarmful);
    const { prompt, environment, version } = name;
    const words = worst ? findingSentence(worst) : "";
    return [{ prompt, environment, version, from, at, words, baselineVersion: worst?.baseline?.version ?? null }];
  });
  return { count: all.length, items };
}

async function listNames(workspaceId: string, places: readonly PromptEnvironment[]): Promise<Map<string, NameRow>> {
  const rows = await prisma().$queryRaw<NameRow[]>`
    select d.prompt_id as "promptId", d.environment_id as "environmentId", p.name as prompt, e.name as environment,
      v.number as version
    from unnest(${places.map(({ promptId }) => promptId)}::uuid[], ${places.map(({ environmentId }) => environmentId)}::uuid[])
      wanted (prompt_id, environment_id)
    join deployments d on d.prompt_id = wanted.prompt_id and d.environment_id = wanted.environment_id
    join prompts p on p.id = d.prompt_id and p.archived_at is null
    join environments e on e.id = d.environment_id
    join versions v on v.id = d.version_id
    where d.workspace_id = ${workspaceId}::uuid`;
  return new Map(rows.map((row) => [promptEnvironmentKey(row), row]));
}
