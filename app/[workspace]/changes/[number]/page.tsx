import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { DiffLayout } from "@/components/diff/diff-row";
import { requireActor } from "@/lib/auth/session";
import { isAppError } from "@/lib/core/errors";
import { getChangeRequestOrThrow } from "@/lib/registry/queries/change-requests";
import { ChangeView } from "./_components/change-view";
import { loadChangePage } from "./_components/load-change-page";

const layoutOf = (view: unknown): DiffLayout => (view === "split" || view === "unified" ? view : "auto");
const numberOf = (text: string) => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : null);

export async function generateMetadata({ params }: PageProps<"/[workspace]/changes/[number]">): Promise<Metadata> {
  return { title: `Change request ${(await params).number}` };
}

/** The page of a change request: status, diff, comments and next steps. */
export default async function ChangeRequestPage({ params, searchParams }: PageProps<"/[workspace]/changes/[number]">) {
  const [{ workspace, number }, { view }] = await Promise.all([params, searchParams]);
  const actor = await requireActor(workspace);
  const requestNumber = numberOf(number);
  if (requestNumber === null) notFound();
  const request = await getChangeRequestOrThrow(actor, requestNumber).catch((error: unknown) => {
    if (isAppError(error) && error.code === "not_found") return null;
    throw error;
  });
  if (!request) notFound();
  const page = await loadChangePage(actor, request);
  return <ChangeView request={request} layout={layoutOf(view)} {...page} />;
}
