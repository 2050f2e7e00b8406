import { CopiesTab } from "../_components/copies/copies-tab";
import { openTab, type PromptPageProps } from "../_components/open-prompt";

/** Its draft copies, one of them, or a merge. */
export default async function CopiesPage(page: PromptPageProps) {
  return <CopiesTab {...(await openTab(page, "copies"))} />;
}
