import { Check, CirclePlay, Hourglass, OctagonPause } from "lucide-react";
import type { ReactNode } from "react";
import { Tag } from "@/components/ui/tag";
import type { ExperimentSummary } from "@/lib/experiments/views";

const looks: Record<ExperimentSummary["status"], { word: string; icon: ReactNode }> = {
  draft: { word: "Draft", icon: <Hourglass aria-hidden="true" /> },
  running: { word: "Running", icon: <CirclePlay aria-hidden="true" /> },
  stopped: { word: "Stopped", icon: <OctagonPause aria-hidden="true" /> },
  concluded: { word: "Concluded", icon: <Check aria-hidden="true" /> },
};

/** Where an experiment is in its life. */
export function StatusTag({ status }: Pick<ExperimentSummary, "status">) {
  return (
    <Tag icon={looks[status].icon} tone={status === "running" ? "accent" : "neutral"}>
      {looks[status].word}
    </Tag>
  );
}

/** "A/B", "Thompson", "UCB1" */
export const kindWords = { ab: "A/B test", thompson: "Thompson bandit", ucb1: "UCB1 bandit" } as const satisfies Record<
  ExperimentSummary["kind"],
  string
>;
