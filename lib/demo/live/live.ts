import type { UserActor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { logger } from "@/lib/core/logger";
import { hourMs } from "@/lib/core/milliseconds";
import type { TenantPromptEnvironment } from "@/lib/core/prompt-environment";
import type { DemoKeys } from "../applications";
import { keptFrom } from "../kept";
import { daysBefore } from "../members";
import { textHours } from "../plain-texts";
import { seedNews } from "./news";
import { type DemoDeployment, places } from "./places";
import { insertRules } from "./rules";
import { type DemoSample, type LiveMove, samplesOf, withEarlierTurns } from "./samples";
import { Watch } from "./watch";
import { insertFeedback, insertInteractions, insertTraces } from "./write-interactions";
import { insertSamples, sumUp } from "./write-live";

/** How long samples, and the texts of rejected answers, are kept. */
const retention = { samplesDays: 7, rejectedTextsDays: 4 };
const perStatement = 2_000;
/** A guard compares at most so many answers of a version. The evidence links to them, so they are kept for longer. */
const comparedAnswers = 2_000;

/** Writes thirty days of scored answers: measurements, guard checks and their actions, and alerts. */
export async function seedLive({ workspaceId }: UserActor, viewerId: string, keys: DemoKeys): Promise<void> {
  const now = Date.now();
  const environment = await prisma().environment.findFirstOrThrow({ where: { workspaceId, name: "production" } });
  await Promise.all(
    places.map(async (place) => {
      const prompt = await prisma().prompt.findFirstOrThrow({ where: { workspaceId, name: place.prompt } });
      await fill(place, { workspaceId, promptId: prompt.id, environmentId: environment.id }, keys, now);
    }),
  );
  await seedNews(workspaceId, viewerId, now);
}

/**
 * Simulates the days of a deployment in order: scores up to an instant, then a guard check with the product's own
 * rules. The results therefore always match the scores.
 */
async function fill(place: DemoDeployment, ids: TenantPromptEnvironment, keys: DemoKeys, now: number): Promise<void> {
  const rules = await insertRules(place, ids, now);
  const back = place.back && { at: daysBefore(now, place.back.daysAgo).getTime(), version: place.back.to };
  const moves = [...(await readMoves(ids)), ...(back ? [back] : [])];
  const samples = samplesOf(place, moves, now);
  const watch = new Watch(place, ids, rules);
  const looks = [...place.looks.map((hours) => now - hours * hourMs), ...(back ? [back.at - 90_000, back.at] : [])];
  let written = 0;
  for (const at of looks.toSorted((a, b) => a - b)) {
    // An answer is scored some seconds after it is given.
    const due = samples.findLastIndex((sample) => sample.at < at - 25_000) + 1;
    await insertAll(ids, samples.slice(written, due), now);
    written = Math.max(written, due);
    const isBack = await watch.look(new Date(at));
    // The outcome is consistent even if it differs from the plan, so this does not prevent a start.
    if (isBack !== (at === back?.at)) logger().warn({ prompt: place.prompt }, "the demo's story came out otherwise");
  }
  await insertAll(ids, samples.slice(written), now);
  await watch.keep();
  const hasText = ({ at, isGood }: DemoSample) =>
    at > now - textHours * hourMs || (!isGood && at > now - retention.rejectedTextsDays * 24 * hourMs);
  const recent = keptFrom(now).getTime();
  const answers = [
    ...findCompared(samples).filter(({ at }) => at <= recent),
    ...withEarlierTurns(
      place,
      samples.filter(({ at }) => at > recent),
    ),
  ];
  await insertInteractions(ids, { name: place.prompt, keys }, answers, hasText);
  await insertFeedback(ids.workspaceId, answers);
  if (place.hasTraces) await insertTraces(ids);
  await sumUp(ids);
}

/** Returns the newest answers of each version, oldest first. Pure. */
function findCompared(samples: readonly DemoSample[]): DemoSample[] {
  const counts = new Map<number, number>();
  return samples
    .toReversed()
    .filter(({ version }) => {
      const count = counts.get(version) ?? 0;
      counts.set(version, count + 1);
      return count < comparedAnswers;
    })
    .toReversed();
}

async function insertAll(ids: TenantPromptEnvironment, samples: readonly DemoSample[], now: number): Promise<void> {
  for (let from = 0; from < samples.length; from += perStatement)
    await insertSamples(ids, samples.slice(from, from + perStatement), daysBefore(now, retention.samplesDays));
}

/** Reads the releases to production, oldest first. */
async function readMoves({ workspaceId, promptId, environmentId }: TenantPromptEnvironment): Promise<LiveMove[]> {
  const where = { workspaceId, promptId, environmentId };
  const releases = await prisma().release.findMany({ where, orderBy: { revision: "asc" } });
  return releases.map(({ at, toVersion }) => ({ at: at.getTime(), version: toVersion }));
}
