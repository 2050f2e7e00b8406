import { openTab, type PromptPageProps } from "../_components/open-prompt";
import { PlaygroundTab } from "../_components/playground/playground-tab";

/** The playground: several versions and models side by side. */
export default async function PlaygroundPage(page: PromptPageProps) {
  return <PlaygroundTab {...(await openTab(page, "playground"))} />;
}
