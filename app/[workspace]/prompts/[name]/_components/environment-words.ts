import type { Status } from "@/components/ui/status";
import type { EnvironmentView } from "@/lib/registry/queries/environments";
import type { DeploymentView } from "@/lib/registry/queries/prompts";

/** An environment's name as a title: "Production". */
export function environmentTitle(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Left to right: by position, production last. */
export function inLaneOrder(environments: readonly EnvironmentView[]): EnvironmentView[] {
  return environments.toSorted(
    (a, b) => Number(a.stage === "production") - Number(b.stage === "production") || a.position - b.position,
  );
}

/** How a version is drawn where it is live: by its own status, and without one where users get the same already. */
export function chipStatus(
  environment: Pick<EnvironmentView, "stage">,
  { status }: Pick<DeploymentView, "status">,
): Status | undefined {
  if (environment.stage === "production") return "production";
  return status === "production" ? undefined : status;
}
