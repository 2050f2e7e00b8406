import { setImmediate } from "node:timers/promises";
import { Splitter } from "../assignment";
import type { ActiveUnit, CountedPhase, OnUnreadable, UnitKey, Weights } from "./queries/phases";

/** The first exposure of a user, found in an interaction because the application resolved without the server. */
export type FoundExposure = UnitKey & {
  workspaceId: string;
  variant: string;
  propensity: number;
  batch: number;
  exposedAt: string;
};

/** The key of a phase of an experiment. */
export const phaseKey = ({ experimentId, phase }: Pick<UnitKey, "experimentId" | "phase">) =>
  `${experimentId} ${phase}`;

/**
 * Finds users without a recorded exposure who got their variant: they report the version that the assignment gives
 * them. Other versions were pinned or resolved before the phase, and do not count. Users of a phase whose weights
 * cannot be read are not found.
 */
export async function findExposures(
  seen: readonly ActiveUnit[],
  phases: readonly CountedPhase[],
  weights: readonly Weights[],
  onUnreadable: OnUnreadable,
): Promise<FoundExposure[]> {
  const byKey = new Map(phases.map((phase) => [phaseKey(phase), phase]));
  const batches = new Map<string, Weights[]>();
  for (const each of weights) batches.set(phaseKey(each), [...(batches.get(phaseKey(each)) ?? []), each]);
  const splitters = new Map<Weights, Splitter>();
  const found: FoundExposure[] = [];
  for (const [place, user] of seen.entries()) {
    if (place % 500 === 499) await setImmediate(); // let requests run in between
    const phase = byKey.get(phaseKey(user));
    if (!phase || user.isKnown) continue;
    try {
      const exposure = exposureOf(user, { phase, batches: batches.get(phaseKey(user)) ?? [], splitters });
      if (exposure) found.push(exposure);
    } catch (error) {
      onUnreadable(phase, error);
      byKey.delete(phaseKey(user));
    }
  }
  return found;
}

type Served = { phase: CountedPhase; batches: readonly Weights[]; splitters: Map<Weights, Splitter> };

function exposureOf(user: ActiveUnit, { phase, batches, splitters }: Served): FoundExposure | null {
  for (const { version, at } of user.versions.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    const batch = batches.findLast((each) => each.at.getTime() <= Date.parse(at)) ?? batches[0];
    if (!batch) continue;
    const splitter = splitters.get(batch) ?? splitterOf(phase, batch);
    splitters.set(batch, splitter);
    const variant = phase.plan.variants[splitter.variantOf(user.unitId)];
    if (variant?.version !== version) continue;
    return {
      experimentId: user.experimentId,
      phase: user.phase,
      unitId: user.unitId,
      workspaceId: phase.workspaceId,
      variant: variant.key,
      propensity: batch.weights[variant.key] ?? 0,
      batch: batch.batch,
      exposedAt: at,
    };
  }
  return null;
}

function splitterOf({ plan, seed, groupRanges }: CountedPhase, { weights }: Weights): Splitter {
  const group = plan.exclusiveGroup ? { name: plan.exclusiveGroup, ranges: groupRanges ?? [] } : null;
  const variants = plan.variants.map(({ key }) => ({ key, weight: weights[key] ?? 0 }));
  return new Splitter({ seed, trafficShare: plan.trafficShare, group, variants });
}
