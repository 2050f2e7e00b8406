import { EvaluationsTab } from "../_components/evaluations/evaluations-tab";
import { openTab, type PromptPageProps } from "../_components/open-prompt";

/** The scores of the prompt's versions in evaluation runs. */
export default async function EvaluationsPage(page: PromptPageProps) {
  return <EvaluationsTab {...(await openTab(page, "evaluations"))} />;
}
