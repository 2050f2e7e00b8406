import { Flag, TriangleAlert } from "lucide-react";
import type { Metadata } from "next";
import { PageLayout } from "@/components/layout/page-layout";
import { PageRefresh } from "@/components/layout/page-refresh";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { countUnread, listAlerts } from "@/lib/alerts/queries/alerts";
import { requireActor } from "@/lib/auth/session";
import { choiceParam, isAnySet, pageParams } from "@/lib/core/address-params";
import { isAppError } from "@/lib/core/errors";
import { listWaitingExperiments, type WaitingExperiment } from "@/lib/experiments/queries/experiments";
import { experimentStepWords } from "@/lib/experiments/results/words";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { getInbox, type InboxItem } from "@/lib/registry/queries/inbox";
import { listNoteMentions, type NoteMention } from "@/lib/requests/queries/note-mentions";
import { withQuery } from "../_components/paths";
import { PlaceFilterBar } from "../_components/place-filter-bar";
import { loadPlaceFilters, placeParsers, toPlaceFilter } from "../_components/place-filters";
import { promptCounts } from "../_components/shared-reads";
import { AlertList } from "./_components/alert-list";
import { InboxRow } from "./_components/inbox-item";
import { MentionItem } from "./_components/mention-item";
import { PartHead } from "./_components/part-head";

export const metadata: Metadata = { title: "Inbox" };

const loadShow = pageParams({ show: choiceParam(["open", "all"], "open") });

/** Lists what the person must do, alerts, what they asked for, and other open requests. A filter shows closed ones. */
export default async function InboxPage({ params, searchParams }: PageProps<"/[workspace]/inbox">) {
  const [{ workspace }, filters, { show }] = await Promise.all([
    params,
    loadPlaceFilters(searchParams),
    loadShow(searchParams),
  ]);
  const actor = await requireActor(workspace);
  const place = toPlaceFilter(filters);
  const isOpen = show === "open";
  const [inbox, mentions, undecided, environments, counts, unread, alerts] = await Promise.all([
    getInbox(actor, place),
    listNoteMentions(actor, place),
    listWaitingExperiments(actor, place),
    listEnvironments(actor),
    promptCounts(actor),
    countUnread(actor),
    listAlerts(actor, { ...place, ...(isOpen && { isOpen }), limit: 50 }).catch((error: unknown) => {
      // A filter for an unknown prompt or environment finds nothing.
      if (isAppError(error) && error.code === "not_found") return { items: [], nextCursor: null };
      throw error;
    }),
  ]);
  const { waiting, mine, others } = inbox;
  const done = isOpen ? [] : inbox.done;
  const isFiltered = isAnySet(placeParsers, filters);
  const isEmpty = [waiting, mentions, undecided, mine, others, done, alerts.items].every(({ length }) => length === 0);
  const count = waiting.length + mentions.length + undecided.length + unread;
  const query = {
    ...(filters.prompt && { prompt: filters.prompt }),
    ...(filters.environment && { environment: filters.environment }),
  };
  const at = (shown: "open" | "all") =>
    withQuery(`/${workspace}/inbox`, { ...query, ...(shown === "all" && { show: "all" }) });
  return (
    <PageLayout
      crumbs={[{ label: "Inbox" }]}
      state={<span className="tabular-nums">{count > 0 && !isFiltered ? count : null}</span>}
      actions={
        <SegmentedLinks
          label="Which items"
          items={[
            { href: at("open"), label: "Open", current: isOpen },
            { href: at("all"), label: "All", current: !isOpen },
          ]}
        />
      }
      flush
    >
      <PageRefresh everyMs={15_000} />
      {isEmpty && !isFiltered ? (
        <EmptyState
          title={isOpen ? "Nothing to do" : "Nothing has happened yet"}
          className="pt-20"
          action={
            counts.total === 0 ? (
              <Button variant="primary" href={`/${workspace}/start`}>
                Get started
              </Button>
            ) : (
              <Button href={`/${workspace}/prompts`}>Open prompts</Button>
            )
          }
        >
          Review requests and alerts of guards appear here, for example when a version gets worse or is rolled back
          automatically.
        </EmptyState>
      ) : (
        <>
          <PlaceFilterBar environments={environments.toReversed()} className="border-line border-b" />
          {isEmpty ? (
            <EmptyState plain title="Nothing in the inbox matches">
              No open change request, no note that mentions you, no alert
              {isOpen ? " that you have not seen." : ", and nothing decided in the last 14 days."}
            </EmptyState>
          ) : (
            <div className="pb-10">
              <Part
                title="Waiting for you"
                items={waiting}
                mentions={mentions}
                undecided={undecided}
                workspace={workspace}
              >
                Nothing. Changes that you can approve, answer or release, notes that mention you, and experiments to
                decide appear here.
              </Part>
              <AlertList first={alerts} filter={place} isOpen={isOpen} key={at(show)} />
              <Part title="Yours" items={mine} workspace={workspace} />
              <Part title="Also open" items={others} workspace={workspace} />
              <Part title="Done in the last 14 days" items={done} workspace={workspace} />
            </div>
          )}
        </>
      )}
    </PageLayout>
  );
}

type PartProps = {
  title: string;
  items: readonly InboxItem[];
  mentions?: readonly NoteMention[];
  undecided?: readonly WaitingExperiment[];
  workspace: string;
  /** The text if the section is empty. Without it, an empty section is hidden. */
  children?: string;
};

function Part({ title, items, mentions = [], undecided = [], workspace, children }: PartProps) {
  const count = items.length + mentions.length + undecided.length;
  if (count === 0 && !children) return null;
  const id = `inbox-${title.replaceAll(" ", "-").toLowerCase()}`;
  return (
    <section aria-labelledby={id}>
      <PartHead id={id} title={title} count={count} />
      {count === 0 ? (
        <p className="border-line border-b px-6 py-3 text-fg-muted max-md:px-4">{children}</p>
      ) : (
        <ul>
          {mentions.map((mention) => (
            <MentionItem key={`${mention.at} ${mention.author}`} workspace={workspace} mention={mention} />
          ))}
          {undecided.map((item) => (
            <ExperimentItem key={item.id} workspace={workspace} item={item} />
          ))}
          {items.map((item) => (
            <InboxRow key={item.number} workspace={workspace} item={item} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** An experiment in the inbox: the next step and a one-sentence result. */
function ExperimentItem({ workspace, item }: { workspace: string; item: WaitingExperiment }) {
  const { id, name, prompt, environment, finding } = item;
  return (
    <li className="border-line border-b">
      <Link
        href={`/${workspace}/experiments/${id}`}
        className="grid grid-cols-[16px_minmax(0,1fr)_auto] gap-x-3 px-6 py-2.5 transition-colors hover:bg-surface-hover focus-visible:-outline-offset-2 max-md:px-4 [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:text-fg-muted"
      >
        {finding.state === "verdict" ? <Flag /> : <TriangleAlert />}
        <span className="min-w-0">
          <span className="block [overflow-wrap:anywhere]">
            {`${experimentStepWords[finding.state]} `}
            <b className="font-semibold">{name}</b>
          </span>
          <span className="block text-12 text-fg-muted [overflow-wrap:anywhere]">{finding.sentence}</span>
          <span className="mt-0.5 block text-12 text-fg-muted">{`${prompt} in ${environment}`}</span>
        </span>
        {finding.asOf ? <RelativeTime at={finding.asOf} className="text-12 text-fg-subtle leading-5" /> : null}
      </Link>
    </li>
  );
}
