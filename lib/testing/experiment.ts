import type { UserActor } from "@/lib/auth/actor";
import { createExperiment } from "@/lib/experiments/commands/draft-experiment";
import { startExperiment } from "@/lib/experiments/commands/run-experiment";
import type { CreateExperimentInput } from "@/lib/experiments/schema";
import type { ExperimentView } from "@/lib/experiments/views";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { promoteVersion } from "@/lib/registry/commands/releases";
import { saveVersion } from "@/lib/registry/commands/save-version";
import { says } from "./says";

/** Creates a prompt whose version n has the text "text n". v1 is live in production. */
export async function createLivePrompt(actor: UserActor, name: string, versions = 2): Promise<string> {
  await createPrompt(actor, { name, content: says("text 1") });
  for (let n = 2; n <= versions; n++) await saveVersion(actor, { name, content: says(`text ${n}`) });
  await promoteVersion(actor, { name, version: 1, environment: "production" });
  return name;
}

/** The input for an experiment of v1 (control) against v2 (candidate). */
export const experimentOf = (prompt: string, more: Partial<CreateExperimentInput> = {}): CreateExperimentInput => ({
  name: `About ${prompt}`,
  prompt,
  environment: "production",
  variants: [
    { key: "control", version: 1, weight: 0.5 },
    { key: "candidate", version: 2, weight: 0.5 },
  ],
  primaryMetric: "completion",
  minimumEffect: 0.08,
  baseline: 0.7,
  // Outcomes count at once, so that tests do not wait.
  outcomeWindows: { completion: 0, thumbs: 0, stars: 0, edit_rate: 0, regeneration_rate: 0 },
  ...more,
});

/** Creates and starts such an experiment. */
export async function startTestExperiment(
  actor: UserActor,
  prompt: string,
  more: Partial<CreateExperimentInput> = {},
): Promise<ExperimentView> {
  const { id } = await createExperiment(actor, experimentOf(prompt, more));
  return startExperiment(actor, { id });
}
