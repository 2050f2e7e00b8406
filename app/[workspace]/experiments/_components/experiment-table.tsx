import { Table } from "@/components/ui/table";
import type { ExperimentSummary } from "@/lib/experiments/views";
import { ExperimentRow } from "./experiment-row";

type Props = {
  workspace: string;
  experiments: readonly ExperimentSummary[];
  caption: string;
  /** On the page of the prompt, so its name is omitted. */
  isOfPrompt?: boolean;
};

/** Experiments with their status and their findings. */
export function ExperimentTable({ workspace, experiments, caption, isOfPrompt = false }: Props) {
  return (
    <Table
      caption={caption}
      stacks
      columns={[
        { name: "Experiment", className: "pl-6" },
        "State",
        isOfPrompt ? "Environment" : "Prompt",
        "Versions",
        "Sample",
        { name: "Started", className: "last:pr-6" },
      ]}
    >
      {experiments.map((experiment) => (
        <ExperimentRow key={experiment.id} workspace={workspace} experiment={experiment} isOfPrompt={isOfPrompt} />
      ))}
    </Table>
  );
}
