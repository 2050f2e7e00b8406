import { Column, Table } from "@/components/ui/table";
import type { ExperimentSummary } from "@/lib/experiments/views";
import { ExperimentRow } from "./experiment-row";

type Props = {
  workspace: string;
  experiments: readonly ExperimentSummary[];
  caption: string;
  /** On a prompt's own page, which need not name it again. */
  isOfPrompt?: boolean;
};

/** Experiments with their state, and what their results say. */
export function ExperimentTable({ workspace, experiments, caption, isOfPrompt = false }: Props) {
  return (
    <Table caption={caption} className="max-md:block">
      <thead className="max-md:sr-only">
        <tr>
          <Column className="pl-6">Experiment</Column>
          <Column>State</Column>
          <Column>{isOfPrompt ? "Environment" : "Prompt"}</Column>
          <Column>Versions</Column>
          <Column>Sample</Column>
          <Column className="last:pr-6">Started</Column>
        </tr>
      </thead>
      <tbody className="max-md:block">
        {experiments.map((experiment) => (
          <ExperimentRow key={experiment.id} workspace={workspace} experiment={experiment} isOfPrompt={isOfPrompt} />
        ))}
      </tbody>
    </Table>
  );
}
