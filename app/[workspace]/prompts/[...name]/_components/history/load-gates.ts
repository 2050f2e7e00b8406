import type { UserActor } from "@/lib/auth/actor";
import { shortWords } from "@/lib/registry/gate/judge-version";
import { listGateVerdicts } from "@/lib/registry/gate/queries/verdicts";
import type { GateState } from "@/lib/registry/gate/verdict";

/** What a gate says of a version, in a few words. */
export type LaneGate = { state: GateState; words: string; runId: string | null };

/** By version; empty where no gate stands. */
export type LaneGates = Readonly<Record<number, LaneGate>>;

/** What the gates of a prompt say of the versions at hand, by environment's id: all of them at once. */
export async function loadGates(
  actor: UserActor,
  promptId: string,
  environmentIds: readonly string[],
  versions: readonly number[],
): Promise<ReadonlyMap<string, LaneGates>> {
  const places = environmentIds.flatMap((environmentId) =>
    [...new Set(versions)].map((version) => ({ promptId, environmentId, version })),
  );
  const verdicts = await listGateVerdicts(actor, places);
  const gates = new Map<string, Record<number, LaneGate>>();
  for (const [index, { environmentId, version }] of places.entries()) {
    const verdict = verdicts[index];
    if (!verdict) continue;
    const known = gates.get(environmentId) ?? {};
    known[version] = { state: verdict.state, words: shortWords(verdict), runId: verdict.run?.id ?? null };
    gates.set(environmentId, known);
  }
  return gates;
}
