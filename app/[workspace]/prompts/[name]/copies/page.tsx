import { CopiesTab } from "../_components/copies/copies-tab";
import { openTab, type PromptPageProps } from "../_components/open-prompt";

/** The page of draft copies: the list, one copy, or a merge. */
export default async function CopiesPage(page: PromptPageProps) {
  return <CopiesTab {...(await openTab(page, "copies"))} />;
}
