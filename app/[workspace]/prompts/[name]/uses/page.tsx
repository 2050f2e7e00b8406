import { openTab, type PromptPageProps } from "../_components/open-prompt";
import { UsesTab } from "../_components/uses/uses-tab";

/** The prompts that contain this one. */
export default async function UsesPage(page: PromptPageProps) {
  return <UsesTab {...(await openTab(page, "uses"))} />;
}
