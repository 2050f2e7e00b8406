import type { UserActor } from "@/lib/auth/actor";
import { listGateResults } from "@/lib/registry/gate/queries/results";
import type { GateState } from "@/lib/registry/gate/result";
import { shortWords } from "@/lib/registry/gate/words";

/** What a gate says of a version, in a few words. */
type LaneGate = { state: GateState; words: string; runId: string | null };

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
  const results = await listGateResults(actor, places);
  const gates = new Map<string, Record<number, LaneGate>>();
  for (const [index, { environmentId, version }] of places.entries()) {
    const result = results[index];
    if (!result) continue;
    const known = gates.get(environmentId) ?? {};
    known[version] = { state: result.state, words: shortWords(result), runId: result.run?.id ?? null };
    gates.set(environmentId, known);
  }
  return gates;
}
