import { openTab, type PromptPageProps } from "../_components/open-prompt";
import { PlaygroundTab } from "../_components/playground/playground-tab";

/** Versions and models tried side by side. */
export default async function PlaygroundPage(page: PromptPageProps) {
  return <PlaygroundTab {...(await openTab(page, "playground"))} />;
}
