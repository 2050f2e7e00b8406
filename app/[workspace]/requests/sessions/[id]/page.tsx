import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { sessionPath, withQuery } from "@/app/[workspace]/_components/paths";
import { PageLayout } from "@/components/layout/page-layout";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { isAppError } from "@/lib/core/errors";
import { textOf } from "@/lib/requests/address";
import { costOf } from "@/lib/requests/list-prices";
import { listSessionTurns } from "@/lib/requests/queries/requests";
import { Conversation } from "./_components/conversation";

export const metadata: Metadata = { title: "Session" };

const turnsOnPage = 30;

/** A session as a conversation. Shows the newest page first, with its oldest turn at the top. */
export default async function SessionPage({ params, searchParams }: PageProps<"/[workspace]/requests/sessions/[id]">) {
  const [{ workspace, id }, query] = await Promise.all([params, searchParams]);
  const actor = await requireActor(workspace);
  const sessionId = decodeURIComponent(id);
  const requests = { label: "Requests", href: `/${workspace}/requests` };
  if (!can(actor, "interaction:read"))
    return (
      <PageLayout crumbs={[requests, { label: "Session" }]} flush>
        <EmptyState title="What users wrote is read by editors">Ask an admin for the role editor.</EmptyState>
      </PageLayout>
    );
  const cursor = textOf(query.before);
  const page = await listSessionTurns(actor, { sessionId, limit: turnsOnPage, cursor }).catch((error: unknown) => {
    if (isAppError(error) && error.status < 500) notFound();
    throw error;
  });
  if (page.items.length === 0) notFound();
  const more = page.nextCursor ? sessionPath(workspace, sessionId, { before: page.nextCursor }) : null;
  return (
    <PageLayout
      crumbs={[requests, { label: `Session ${sessionId}` }]}
      actions={
        <Button size="sm" href={withQuery(`/${workspace}/requests`, { sessionId })}>
          As a list
        </Button>
      }
      flush
    >
      <Conversation
        turns={page.items.toReversed()}
        cost={costOf(page.items)}
        earlierHref={more}
        latestHref={cursor ? sessionPath(workspace, sessionId) : null}
      />
    </PageLayout>
  );
}
