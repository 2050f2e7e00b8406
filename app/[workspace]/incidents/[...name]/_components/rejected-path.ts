import { qualityPath } from "@/app/[workspace]/_components/paths";
import type { Incident } from "@/lib/guards/queries/incident";

type Released = Pick<Incident, "prompt" | "environment" | "release">;

/** The rejected answers of the released version, in groups. Each group becomes a suite with one click. */
export function rejectedPath(workspace: string, { prompt, environment, release }: Released): string {
  const groups = { environment, answers: "groups", version: release.toVersion };
  return `${qualityPath(workspace, prompt, groups)}#answers`;
}
