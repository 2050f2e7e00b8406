import type { Status } from "@/components/ui/status";
import { capitalize } from "@/lib/core/words";
import type { EnvironmentView } from "@/lib/registry/queries/environments";
import type { DeploymentView } from "@/lib/registry/queries/prompts";

/** Returns an environment's name as a title: "Production". */
export function environmentTitle(name: string): string {
  return capitalize(name);
}

/** Sorts environments as they are shown from left to right: by position, with production last. */
export function inLaneOrder(environments: readonly EnvironmentView[]): EnvironmentView[] {
  return environments.toSorted(
    (a, b) => Number(a.stage === "production") - Number(b.stage === "production") || a.position - b.position,
  );
}

/**
 * Returns the status to draw for a version that is live in an environment. Outside production it is undefined if the
 * version is also live in production.
 */
export function chipStatus(
  environment: Pick<EnvironmentView, "stage">,
  { status }: Pick<DeploymentView, "status">,
): Status | undefined {
  if (environment.stage === "production") return "production";
  return status === "production" ? undefined : status;
}
