import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { Main } from "@/components/layout/main";
import { Topbar } from "@/components/layout/topbar";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { requireActor } from "@/lib/auth/session";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { getInbox, type InboxItem } from "@/lib/registry/queries/inbox";
import { PlaceFilterBar } from "../_components/place-filter-bar";
import { loadPlaceFilters, toPlaceFilter } from "../_components/place-filters";
import { InboxRow } from "./_components/inbox-item";

export const metadata: Metadata = { title: "Inbox" };

type Props = { params: Promise<{ workspace: string }>; searchParams: Promise<SearchParams> };

/** What waits for the person, what they asked, what else is open, and what was decided lately. */
export default async function InboxPage({ params, searchParams }: Props) {
  const [{ workspace }, filters] = await Promise.all([params, loadPlaceFilters(searchParams)]);
  const actor = await requireActor(workspace);
  const [inbox, environments] = await Promise.all([getInbox(actor, toPlaceFilter(filters)), listEnvironments(actor)]);
  const { waiting, mine, others, done } = inbox;
  const isFiltered = filters.prompt !== "" || filters.environment !== "";
  const isEmpty = waiting.length + mine.length + others.length + done.length === 0;
  return (
    <>
      <Topbar
        crumbs={[{ label: "Inbox" }]}
        state={<span className="tabular-nums">{waiting.length > 0 ? waiting.length : null}</span>}
      />
      <Main flush>
        {isEmpty && !isFiltered ? (
          <EmptyState
            title="Nothing to review"
            className="pt-20"
            action={
              <Button variant="primary" href={`/${workspace}/prompts`}>
                Choose a prompt
              </Button>
            }
          >
            Before a version goes live, somebody else can read what changes. Ask for a review in a prompt's history;
            what waits for you then stands here.
          </EmptyState>
        ) : (
          <>
            <PlaceFilterBar
              workspace={workspace}
              environments={environments.toReversed()}
              className="border-line border-b"
            />
            {isEmpty ? (
              <EmptyState plain title="No change request matches">
                Nothing open, and nothing decided in the last 14 days.
              </EmptyState>
            ) : (
              <div className="pb-10">
                <Part title="Waiting for you" items={waiting} workspace={workspace}>
                  Nothing. What you can approve, answer or release stands here.
                </Part>
                <Part title="Yours" items={mine} workspace={workspace} />
                <Part title="Also open" items={others} workspace={workspace} />
                <Part title="Done in the last 14 days" items={done} workspace={workspace} />
              </div>
            )}
          </>
        )}
      </Main>
    </>
  );
}

type PartProps = {
  title: string;
  items: readonly InboxItem[];
  workspace: string;
  /** Said when there are none; without it the part is then left out. */
  children?: string;
};

function Part({ title, items, workspace, children }: PartProps) {
  if (items.length === 0 && !children) return null;
  const id = `inbox-${title.replaceAll(" ", "-").toLowerCase()}`;
  return (
    <section aria-labelledby={id}>
      <h2
        id={id}
        className="flex h-8 items-center gap-2 border-line border-b bg-surface-sunken px-6 font-medium text-13 max-md:px-4"
      >
        {title}
        <span className="font-normal text-fg-muted tabular-nums">{items.length > 0 ? items.length : null}</span>
      </h2>
      {items.length === 0 ? (
        <p className="border-line border-b px-6 py-3 text-fg-muted max-md:px-4">{children}</p>
      ) : (
        <ul>
          {items.map((item) => (
            <InboxRow key={item.number} workspace={workspace} item={item} />
          ))}
        </ul>
      )}
    </section>
  );
}
