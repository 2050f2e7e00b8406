import { EditTab } from "./_components/edit/edit-tab";
import { openTab, type PromptPageProps } from "./_components/open-prompt";

/** The editor of a prompt: its messages, variables and model. */
export default async function EditPage(page: PromptPageProps) {
  return <EditTab {...(await openTab(page, "edit"))} />;
}
