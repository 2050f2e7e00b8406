import type { UserActor } from "@/lib/auth/actor";
import type { GateState } from "../result";
import { shortWords } from "../words";
import { listGateResults } from "./results";

/** The gate result of a version, in a few words. */
export type LaneGate = { state: GateState; words: string; runId: string | null };

/** Gate results by version. Empty without a gate. */
export type LaneGates = Readonly<Record<number, LaneGate>>;

/** Returns the gate results of the given versions by environment id, loaded together. */
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
