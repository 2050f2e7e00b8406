import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { DiffLayout } from "@/components/diff/diff-row";
import { partOf } from "@/components/diff/part";
import { requireActor } from "@/lib/auth/session";
import { isAppError } from "@/lib/core/errors";
import { loadChangePage } from "@/lib/evaluation/comparison/queries/change-page";
import { getChangeRequestOrThrow } from "@/lib/registry/queries/change-requests";
import { nextWords, stateWords } from "@/lib/registry/reviews-words";
import { WrittenText } from "../../_components/written-text";
import { About } from "./_components/about";
import { CaseAnswers } from "./_components/case-answers";
import { ChangeView } from "./_components/change-view";
import { suggestedTexts } from "./_components/suggested-text";
import { Timeline } from "./_components/timeline";

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
  const { beforeAfter, sections, ...page } = await loadChangePage(actor, request);
  return (
    <ChangeView
      request={request}
      layout={layoutOf(view)}
      {...page}
      part={partOf(sections)}
      words={{ state: stateWords(request), next: nextWords(request) }}
      description={
        request.description ? (
          <WrittenText text={request.description} people={page.people} className="mt-2 max-w-[62ch] text-14" />
        ) : null
      }
      timeline={<Timeline request={request} people={page.people} />}
      // The answers are rendered here, so the browser does not need their texts.
      beforeAfter={beforeAfter && { ...beforeAfter, cases: [] }}
      answers={beforeAfter && <CaseAnswers workspace={workspace} beforeAfter={beforeAfter} />}
      about={<About workspace={workspace} request={request} />}
      suggested={suggestedTexts(request.comments)}
    />
  );
}
