import type { Metadata } from "next";
import { Suspense } from "react";
import { PageLayout } from "@/components/layout/page-layout";
import { EmptyState } from "@/components/ui/empty-state";
import type { Actor } from "@/lib/auth/actor";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { databaseNow } from "@/lib/core/database-clock";
import { env } from "@/lib/core/env";
import { type AppError, isAppError } from "@/lib/core/errors";
import { getExperimentOrThrow } from "@/lib/experiments/queries/experiments";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { contradictionWords, readFields, textOf } from "@/lib/requests/address";
import { countText } from "@/lib/requests/figures";
import { countRequests, type RequestCount } from "@/lib/requests/queries/count";
import { getReviewQueue } from "@/lib/requests/queries/marks";
import { listRequests } from "@/lib/requests/queries/requests";
import { listSavedViews } from "@/lib/requests/queries/saved-views";
import { requestRangesFor, timeFaultWords, timeOf } from "@/lib/requests/ranges";
import { AddressNotes } from "./_components/address-notes";
import { RequestsView } from "./_components/requests-view";

export const metadata: Metadata = { title: "Requests" };

const nothing = { items: [], nextCursor: null, searchedTo: null, isPartial: false };

/** Returns the result of `none` for what was wrong if a filter names something that does not exist. */
function orNothing<Found, Nothing>(
  found: Promise<Found>,
  none: (fault: AppError) => Nothing,
): Promise<Found | Nothing> {
  return found.catch((error: unknown) => {
    if (!isAppError(error) || error.status >= 500) throw error;
    return none(error);
  });
}

/** The page of requests, and a sentence about what a filter names and what does not exist. */
const findRequests = (...request: Parameters<typeof listRequests>) =>
  orNothing(
    listRequests(...request).then((page) => ({ page, missing: null })),
    ({ code, message }) => ({ page: nothing, missing: code === "not_found" ? message : null }),
  );

/** Returns the name of the experiment in the address, by id. */
async function readNames(actor: Actor, id: string | undefined): Promise<Record<string, string>> {
  if (!id) return {};
  try {
    return { [id]: (await getExperimentOrThrow(actor, id)).name };
  } catch (error) {
    if (isAppError(error) && error.status < 500) return {};
    throw error;
  }
}

/** Lists all answers of the workspace, newest first, with the details of one beside the list. */
export default async function RequestsPage({ params, searchParams }: PageProps<"/[workspace]/requests">) {
  const [{ workspace }, query] = await Promise.all([params, searchParams]);
  const actor = await requireActor(workspace);
  if (!can(actor, "interaction:read"))
    return (
      <PageLayout crumbs={[{ label: "Requests" }]} flush>
        <EmptyState title="What users wrote is read by editors">
          {`Your role, ${actor.role}, sees numbers under Quality and Experiments, but no texts. Ask an admin for the role editor.`}
        </EmptyState>
      </PageLayout>
    );
  const { fields, leftOut } = readFields(query);
  const timeQuery = { range: textOf(query.range), from: textOf(query.from), to: textOf(query.to) };
  const ranges = requestRangesFor(env().EVENT_RETENTION_DAYS);
  const time = timeOf(timeQuery, databaseNow().getTime(), ranges);
  const timeFault = timeFaultWords(timeQuery, time, ranges);
  const contradictions = contradictionWords(fields);
  const notes = [...leftOut.map(({ words }) => words), ...timeFault, ...contradictions];
  // A range that ends now has no upper bound, so that later requests are listed.
  const filter = { ...fields, from: time.from, ...(timeQuery.to && time.range === null && { to: time.to }) };
  // The list does not wait for the count, which scans more rows.
  const count = orNothing(countRequests(actor, { ...filter, from: time.from, to: time.to }), () => null);
  const [{ page, missing }, environments, views, queue, names] = await Promise.all([
    findRequests(actor, { ...filter, limit: 50 }),
    listEnvironments(actor),
    listSavedViews(actor),
    getReviewQueue(actor),
    readNames(actor, fields.experiment),
  ]);
  return (
    <>
      <FoundRequests count={count} />
      <RequestsView
        listKey={JSON.stringify([fields, timeQuery])}
        fields={fields}
        notes={<AddressNotes notes={notes} leftOut={leftOut.map(({ key }) => key)} isTimeOut={timeFault.length > 0} />}
        canMatch={contradictions.length === 0 && missing === null}
        missing={missing}
        filter={filter}
        names={Object.assign(names, Object.fromEntries(queue.people.map(({ id, name }) => [id, name])))}
        time={time}
        isOpenEnded={!filter.to}
        first={page}
        count={count}
        environments={environments.toReversed().map(({ name, stage }) => ({ name, stage }))}
        views={views}
        queue={queue}
        canWrite={can(actor, "review:write")}
        canManage={can(actor, "workspace:write")}
        canKeep={can(actor, "suite:write")}
      />
    </>
  );
}

type Props = { count: Promise<RequestCount | null> };

/** Announces the number of found requests to screen readers. It stays mounted when a filter replaces the list. */
function FoundRequests({ count }: Props) {
  return (
    <p role="status" className="sr-only">
      <Suspense>
        <Words count={count} />
      </Suspense>
    </p>
  );
}

async function Words({ count }: Props) {
  const found = await count;
  if (!found || found.matching === 0) return "No request found";
  if (found.uncounted === "away") return "The requests that match cannot be counted now";
  if (found.matching === null) return "Too many requests to count those that match";
  return `${countText(found.matching)} ${found.matching === 1 ? "request" : "requests"} found`;
}
