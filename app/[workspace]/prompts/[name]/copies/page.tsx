import { notFound } from "next/navigation";
import { isAppError } from "@/lib/core/errors";
import { getDraftCopyOrThrow } from "@/lib/registry/queries/draft-copies";
import { CopyList } from "../_components/copies/copy-list";
import { CopyPage } from "../_components/copies/copy-page";
import { MergePage } from "../_components/copies/merge-page";
import { openTab, type PromptPageProps } from "../_components/open-prompt";

/** The page of draft copies: the list, one copy, or a merge. */
export default async function CopiesPage(page: PromptPageProps) {
  const props = await openTab(page, "copies");
  const { actor, prompt, query } = props;
  if (typeof query.copy !== "string") return <CopyList {...props} />;
  const copy = await getDraftCopyOrThrow(actor, prompt.name, query.copy).catch((error: unknown) => {
    if (isAppError(error) && error.code === "not_found") notFound();
    throw error;
  });
  const Page = query.view === "merge" ? MergePage : CopyPage;
  return <Page {...props} copy={copy} />;
}
