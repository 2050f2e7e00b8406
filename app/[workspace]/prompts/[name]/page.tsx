import { EditTab } from "./_components/edit/edit-tab";
import { openTab, type PromptPageProps } from "./_components/open-prompt";

/** The prompt itself: its messages, variables and model. */
export default async function EditPage(page: PromptPageProps) {
  return <EditTab {...(await openTab(page, "edit"))} />;
}
