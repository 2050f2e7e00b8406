import { openTab, type PromptPageProps } from "../_components/open-prompt";
import { UseTab } from "../_components/use/use-tab";

/** Shows how an application calls the prompt. */
export default async function UsePage(page: PromptPageProps) {
  return <UseTab {...(await openTab(page, "use"))} />;
}
