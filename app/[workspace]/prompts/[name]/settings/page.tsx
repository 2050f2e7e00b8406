import { openTab, type PromptPageProps } from "../_components/open-prompt";
import { SettingsTab } from "../_components/settings/settings-tab";

/** The settings of a prompt: description, gates, guards, names, preview links, export and archive. */
export default async function SettingsPage(page: PromptPageProps) {
  return <SettingsTab {...(await openTab(page, "settings"))} />;
}
