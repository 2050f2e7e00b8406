import { openTab, type PromptPageProps } from "../_components/open-prompt";
import { SettingsTab } from "../_components/settings/settings-tab";

/** Description, gates, guards, names, links, archive. */
export default async function SettingsPage(page: PromptPageProps) {
  return <SettingsTab {...(await openTab(page, "settings"))} />;
}
