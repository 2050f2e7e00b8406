import { ExperimentsTab } from "../_components/experiments/experiments-tab";
import { openTab, type PromptPageProps } from "../_components/open-prompt";

/** The experiments with this prompt. */
export default async function ExperimentsPage(page: PromptPageProps) {
  return <ExperimentsTab {...(await openTab(page, "experiments"))} />;
}
