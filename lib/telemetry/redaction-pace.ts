import type { Pace } from "./content-policy";

/** The rules of a policy take too long. */
export class SlowRules extends Error {}

/**
 * What the rules of one batch may take: this many ms, and more for each character. Usual rules take 0.001 ms for a
 * character, also when there are twenty. Some patterns take 0.4 ms for a character and rule.
 */
const freeMs = 500;
const msPerCharacter = 0.01;

// In newer versions of Node this is the thread's own time, which does not depend on what else the machine does.
function threadMs(): number {
  const { threadCpuUsage } = process as { threadCpuUsage?: () => { user: number; system: number } };
  if (!threadCpuUsage) return performance.now();
  const { user, system } = threadCpuUsage.call(process);
  return (user + system) / 1_000;
}

/** Returns a pace for one batch, which throws SlowRules when its rules take too long. */
export function startPace(now: () => number = threadMs): Pace {
  let [spent, allowed] = [0, freeMs];
  return {
    now,
    took(ms, characters) {
      spent += ms;
      allowed += characters * msPerCharacter;
      if (spent > allowed) throw new SlowRules();
    },
  };
}
