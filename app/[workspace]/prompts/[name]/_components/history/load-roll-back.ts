import type { UserActor } from "@/lib/auth/actor";
import type { EnvironmentView } from "@/lib/registry/queries/environments";
import type { PromptView } from "@/lib/registry/queries/prompts";
import type { LaneData } from "./lane-data";
import { loadLanes } from "./load-lanes";

/** Returns the lane that can be rolled back from another page. Null if no version is live, or an experiment runs. */
export async function loadRollBack(
  actor: UserActor,
  prompt: PromptView,
  environment: EnvironmentView,
): Promise<LaneData | null> {
  const [lane] = await loadLanes(actor, prompt, [environment], { versions: [], releases: [] });
  return lane?.live && lane.live.revision > 1 && !lane.experiment ? lane : null;
}
