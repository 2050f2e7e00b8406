import { Check, CirclePlay, Flag, Hourglass, OctagonPause, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Tag, type TagProps } from "@/components/ui/tag";
import type { ExperimentSummary } from "@/lib/experiments/views";

type State = ExperimentSummary["status"] | NonNullable<ExperimentSummary["finding"]>["state"];

const looks: Record<State, { word: string; icon: ReactNode; tone: TagProps["tone"] }> = {
  draft: { word: "Draft", icon: <Hourglass aria-hidden="true" />, tone: "neutral" },
  running: { word: "Running", icon: <CirclePlay aria-hidden="true" />, tone: "accent" },
  stopped: { word: "Stopped", icon: <OctagonPause aria-hidden="true" />, tone: "neutral" },
  concluded: { word: "Concluded", icon: <Check aria-hidden="true" />, tone: "neutral" },
  verdict: { word: "Verdict reached", icon: <Flag aria-hidden="true" />, tone: "accent" },
  not_valid: { word: "Not valid", icon: <TriangleAlert aria-hidden="true" />, tone: "negative" },
};

type Props = {
  status: ExperimentSummary["status"];
  /** The finding that needs an action. Null: none. */
  found: NonNullable<ExperimentSummary["finding"]>["state"] | null;
  /** The day of a running experiment. */
  day?: number | undefined;
};

/** The status of an experiment. Before the decision, its finding takes precedence. */
export function StatusTag({ status, found, day }: Props) {
  const isDecided = status === "concluded" || status === "draft";
  const { word, icon, tone } = looks[isDecided ? status : (found ?? status)];
  return (
    <Tag icon={icon} tone={tone}>
      {word}
      {status === "running" && found === null && day ? `, day ${day}` : ""}
    </Tag>
  );
}

/** "A/B", "Thompson", "UCB1" */
export const kindWords = { ab: "A/B test", thompson: "Thompson bandit", ucb1: "UCB1 bandit" } as const satisfies Record<
  ExperimentSummary["kind"],
  string
>;
