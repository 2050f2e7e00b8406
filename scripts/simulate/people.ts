import type { Random, Scene } from "./scenes";

/** A reaction of a person to an answer. `afterMs` is sometimes much later. */
export type Opinion = { afterMs: number; event: Record<string, unknown> };

const often = (random: Random, share: number) => random() < share;

/** Most people react within seconds, one in twenty a minute or two later. */
function delayMs(random: Random): number {
  const kind = random();
  if (kind < 0.75) return 800 + random() * 5_000;
  return kind < 0.95 ? 6_000 + random() * 20_000 : 40_000 + random() * 80_000;
}

/** Whether the task was done with this answer, as the shop sees it immediately. */
export const isFinished = (scene: Scene, version: number, isUsable: boolean, random: Random): boolean =>
  often(random, isUsable ? scene.finishing(version) : 0.18);

/** The feedback of a person about an answer: mostly none, sometimes a thumb, stars, an edit, a regeneration. Pure. */
export function opinionsOf(isUsable: boolean, random: Random): Opinion[] {
  const opinions: Opinion[] = [];
  const say = (event: Record<string, unknown>) => opinions.push({ afterMs: delayMs(random), event });
  if (often(random, 0.14)) say({ thumbs: often(random, isUsable ? 0.88 : 0.12) ? "up" : "down" });
  if (often(random, 0.05)) say({ stars: isUsable ? 3 + Math.floor(random() * 3) : 1 + Math.floor(random() * 2) });
  if (often(random, isUsable ? 0.05 : 0.45)) say({ edited: true });
  if (often(random, isUsable ? 0.04 : 0.3)) say({ regenerated: true });
  return opinions;
}
