import { EvaluationsTab } from "../_components/evaluations/evaluations-tab";
import { openTab, type PromptPageProps } from "../_components/open-prompt";

/** How its versions score in evaluation runs. */
export default async function EvaluationsPage(page: PromptPageProps) {
  return <EvaluationsTab {...(await openTab(page, "evaluations"))} />;
}
