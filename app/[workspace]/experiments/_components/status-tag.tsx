import { Check, CirclePlay, Flag, Hourglass, OctagonPause, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Tag, type TagProps } from "@/components/ui/tag";
import { type ExperimentState, stateWords } from "@/lib/experiments/status-words";
import type { ExperimentSummary } from "@/lib/experiments/views";

const looks: Record<ExperimentState, { icon: ReactNode; tone: TagProps["tone"] }> = {
  draft: { icon: <Hourglass />, tone: "neutral" },
  running: { icon: <CirclePlay />, tone: "accent" },
  stopped: { icon: <OctagonPause />, tone: "neutral" },
  concluded: { icon: <Check />, tone: "neutral" },
  verdict: { icon: <Flag />, tone: "accent" },
  not_valid: { icon: <TriangleAlert />, tone: "negative" },
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
  const state = isDecided ? status : (found ?? status);
  const { icon, tone } = looks[state];
  return (
    <Tag icon={icon} tone={tone}>
      {stateWords[state]}
      {status === "running" && found === null && day ? `, day ${day}` : ""}
    </Tag>
  );
}
