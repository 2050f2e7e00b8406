import { createHash } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";
import { prisma } from "@/lib/core/db";
import { oneByOne } from "@/lib/core/one-by-one";
import { readSums } from "../rollup/sums";
import { listSplitUsers, listTrustTargets, type TrustTarget, trustAlpha } from "./queries";
import { countAlarms, fewestSplitUsers, type SplitPlan } from "./split";

const splits = 200;
const keepDays = 90;
/** The maximum time for one prompt. */
const promptMs = 15_000;

type Options = Pick<SplitPlan, "compare"> & {
  /** Only this workspace instead of all. */
  only?: string;
  /** A whole number used for all prompts. By default each prompt and day has its own. */
  seed?: number;
};

/**
 * Runs A/A tests: splits the recent users of each workspace's busiest prompts 200 times, and stores how often the
 * verdict code finds a difference. Checks each prompt once per day (UTC), until the deadline. The next call continues
 * with the rest.
 */
export async function checkTrust(deadlineAt: number, { only, ...options }: Options = {}): Promise<{ prompts: number }> {
  const failure = "the A/A test of a prompt could not be run";
  const { done: prompts } = await oneByOne(
    await listTrustTargets(only),
    { name: "A/A tests", deadlineAt: deadlineAt - promptMs, idOf: ({ promptId }) => ({ promptId }), failure },
    (target) => checkPrompt(target, options),
  );
  await prisma().$executeRaw`
    delete from trust_checks where day < (now() at time zone 'UTC')::date - ${keepDays}::int`;
  return { prompts };
}

async function checkPrompt(target: TrustTarget, { compare, seed = seedOf(target) }: Options): Promise<void> {
  const users = await listSplitUsers(target);
  const counting = countAlarms(users.length < fewestSplitUsers ? [] : users, {
    splits,
    alpha: trustAlpha,
    seed,
    ...(compare && { compare }),
  });
  let next = counting.next();
  while (!next.done) {
    await turn(); // a split takes about 10 ms; let other jobs run in between
    next = counting.next();
  }
  const { day, ...place } = target;
  await prisma().trustCheck.createMany({
    data: {
      ...place,
      day: new Date(day),
      users: users.length,
      answers: users.reduce((sum, user) => sum + readSums(user.sums).interactions, 0),
      splits,
      alpha: trustAlpha,
      metrics: next.value,
    },
    skipDuplicates: true, // another process was first
  });
}

/** Equal splits for the same prompt and day. */
const seedOf = ({ promptId, day }: TrustTarget) =>
  createHash("sha256").update(`${promptId} ${day}`).digest().readUInt32BE(0);
