import { ownThreadId, threadCpuMs } from "@/lib/core/work/thread-time";
import type { Pace, RedactionRule } from "./content-policy";

/** The rules of a policy take too long. `slowest` is the rule that took most of the time. */
export class SlowRules extends Error {
  constructor(readonly slowest: RedactionRule) {
    super("rules take too long");
  }
}

/**
 * What the rules of one batch may take: this many ms, and more for each character. Usual rules take 0.001 ms for a
 * character, also when there are twenty. Some patterns take 0.01 to 0.4 ms for a character and rule.
 */
const freeMs = 500;
const msPerCharacter = 0.005;

/** The processor time of this thread in ms. Null where the system does not report it. */
const ownCpuMs = () => threadCpuMs(ownThreadId());

function slowestOf(spentBy: ReadonlyMap<RedactionRule, number>, last: RedactionRule): RedactionRule {
  let slowest = last;
  for (const [rule, ms] of spentBy) if (ms > (spentBy.get(slowest) ?? 0)) slowest = rule;
  return slowest;
}

type Clocks = { now: () => number; cpuMs: () => number | null };

/**
 * Returns a pace for one batch, which throws SlowRules when its rules take too long. Time that the machine gave to
 * other processes does not count: where the clock says too long, the thread's processor time has to say it too.
 */
export function startPace({ now, cpuMs }: Clocks = { now: () => performance.now(), cpuMs: ownCpuMs }): Pace {
  const began = cpuMs();
  let [spent, allowed] = [0, freeMs];
  const spentBy = new Map<RedactionRule, number>();
  return {
    now,
    took(ms, characters, rule) {
      spent += ms;
      spentBy.set(rule, (spentBy.get(rule) ?? 0) + ms);
      allowed += characters * msPerCharacter;
      if (spent <= allowed) return;
      const used = cpuMs();
      if (began !== null && used !== null) spent = Math.min(spent, used - began);
      if (spent > allowed) throw new SlowRules(slowestOf(spentBy, rule));
    },
  };
}
