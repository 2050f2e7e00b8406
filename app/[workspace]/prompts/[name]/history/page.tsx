import { HistoryTab } from "../_components/history/history-tab";
import { openTab, type PromptPageProps } from "../_components/open-prompt";

/** Versions, releases, and what changed between them. */
export default async function HistoryPage(page: PromptPageProps) {
  return <HistoryTab {...(await openTab(page, "history"))} />;
}
