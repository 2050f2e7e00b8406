import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageLayout } from "@/components/layout/page-layout";
import { EmptyState } from "@/components/ui/empty-state";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { isAppError } from "@/lib/core/errors";
import { listRequests } from "@/lib/requests/queries/requests";
import { getTraceOrThrow } from "@/lib/requests/queries/trace";
import { Trace } from "./_components/trace";

export const metadata: Metadata = { title: "Trace" };

const mostTurns = 50;

/** One trace: its timeline, the input and output of each step, and its session. */
export default async function TracePage({ params }: PageProps<"/[workspace]/requests/traces/[id]">) {
  const { workspace, id } = await params;
  const actor = await requireActor(workspace);
  const crumbs = [{ label: "Requests", href: `/${workspace}/requests` }, { label: "Trace" }];
  if (!can(actor, "interaction:read"))
    return (
      <PageLayout crumbs={crumbs} flush>
        <EmptyState title="What users wrote is read by editors">Ask an admin for the role editor.</EmptyState>
      </PageLayout>
    );
  const trace = await getTraceOrThrow(actor, decodeURIComponent(id)).catch((error: unknown) => {
    if (isAppError(error) && error.code === "not_found") notFound();
    throw error;
  });
  const sessionId = trace.steps.find((step) => step.sessionId !== null)?.sessionId ?? null;
  const session = sessionId ? await listRequests(actor, { sessionId, limit: mostTurns }) : null;
  return (
    <PageLayout crumbs={[crumbs[0] ?? { label: "" }, { label: trace.steps[0]?.name ?? "Trace" }]} flush>
      <Trace trace={trace} session={session?.items.toReversed() ?? []} />
    </PageLayout>
  );
}
