import { notFound } from "next/navigation";
import { isAppError } from "@/lib/core/errors";
import { getDraftCopyOrThrow } from "@/lib/registry/queries/draft-copies";
import type { TabProps } from "../tab-props";
import { CopyList } from "./copy-list";
import { CopyPage } from "./copy-page";
import { MergePage } from "./merge-page";

/** The draft copies of a prompt: all of them, one of them, or its merge, as the address says. */
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
