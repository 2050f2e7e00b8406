import { notFound } from "next/navigation";
import { isAppError } from "@/lib/core/errors";
import { getDraftCopyOrThrow } from "@/lib/registry/queries/draft-copies";
import type { TabProps } from "../tab-props";
import { CopyList } from "./copy-list";
import { CopyPage } from "./copy-page";
import { MergePage } from "./merge-page";

/** The tab of draft copies: the list, one copy, or its merge, depending on the address. */
export async function CopiesTab(props: TabProps) {
  const { actor, prompt, query } = props;
  if (typeof query.copy !== "string") return <CopyList {...props} />;
  const copy = await getDraftCopyOrThrow(actor, prompt.name, query.copy).catch((error: unknown) => {
    if (isAppError(error) && error.code === "not_found") notFound();
    throw error;
  });
  const Page = query.view === "merge" ? MergePage : CopyPage;
  return <Page {...props} copy={copy} />;
}
