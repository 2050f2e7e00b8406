import type { UserActor } from "@/lib/auth/actor";
import { seedApplications } from "./applications";
import { seedDrafts } from "./drafts";
import { seedEvaluations } from "./evaluations";
import { seedExperiments } from "./experiments";
import { seedGates } from "./gates";
import { seedLive } from "./live/live";
import { seedNames } from "./names";
import { seedRuns } from "./runs";
import { seedSamples } from "./samples";
import { seedPreviews } from "./transfer";
import type { Cast } from "./types";
import { seedUses } from "./uses";
import { seedPrompts } from "./write";

/**
 * Writes Fernway's prompts and their history into an empty workspace whose owner is Priya. The working draft and the
 * unseen alerts belong to `viewer`, who looks at it first.
 */
export async function writeFernway(
  priya: UserActor,
  cast: Cast,
  viewer: Pick<UserActor, "userId" | "name">,
): Promise<void> {
  await seedPrompts(priya, cast);
  const keys = await seedApplications(priya);
  await seedEvaluations(priya);
  await seedSamples(priya);
  await seedRuns(priya);
  await seedExperiments(priya, keys);
  await seedLive(priya, viewer.userId, keys);
  await seedUses(priya, keys);
  await seedGates(priya);
  await seedDrafts({ ...priya, userId: viewer.userId, name: viewer.name });
  await seedPreviews(priya);
  await seedNames(priya);
}
