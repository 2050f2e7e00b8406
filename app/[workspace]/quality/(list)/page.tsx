import type { Metadata } from "next";
import { PageLayout } from "@/components/layout/page-layout";
import { PageRefresh } from "@/components/layout/page-refresh";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { Found } from "@/components/ui/found";
import { TextLink } from "@/components/ui/text-link";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { isAnySet } from "@/lib/core/address-params";
import { overviewWords, type QualityCounts } from "@/lib/guards/quality/rows";
import { listQuality } from "@/lib/guards/queries/quality";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { countPrompts } from "@/lib/registry/queries/prompts";
import { listKeptFrom } from "@/lib/requests/queries/kept-from";
import { loadQualityFilters, qualityParsers, serializeQualityFilters, toQualityFilter } from "../_components/filters";
import { QualityFilterBar } from "./_components/quality-filter-bar";
import { QualityList } from "./_components/quality-list";

export const metadata: Metadata = { title: "Quality" };

/** Lists all prompts by live quality: first those that got worse, then those with pending tasks. */
export default async function QualityPage({ params, searchParams }: PageProps<"/[workspace]/quality">) {
  const [{ workspace }, filters] = await Promise.all([params, loadQualityFilters(searchParams)]);
  const actor = await requireActor(workspace);
  const [environments, { folders }] = await Promise.all([listEnvironments(actor), countPrompts(actor)]);
  const [{ counts, ...page }, keptFrom] = await Promise.all([
    listQuality(actor, { ...toQualityFilter(filters, environments), limit: 50 }),
    can(actor, "interaction:read") ? listKeptFrom(actor) : new Map<string, Date>(),
  ]);
  const isFiltered = isAnySet(qualityParsers, filters);
  const isWatched =
    counts.worse + counts.back + counts.silent + counts.watched > 0 || page.items.some((row) => row.metric);
  return (
    <PageLayout
      crumbs={[{ label: "Quality" }]}
      state={<span className="max-md:hidden">The quality of live answers, and what watches them</span>}
      flush
    >
      <PageRefresh everyMs={10_000} />
      {isWatched || isFiltered ? (
        <Headline counts={counts} />
      ) : (
        <HowToWatch
          workspace={workspace}
          mayGuard={can(actor, "guard:write")}
          // A line divides it from the list below.
          className={page.items.length > 0 ? "border-line border-b pb-10" : undefined}
        />
      )}
      {page.items.length > 0 || isFiltered ? (
        <>
          <QualityFilterBar environments={environments.toReversed()} folders={folders} />
          <Found count={page.items.length} hasMore={page.nextCursor !== null} one="prompt" many="prompts" />
          <QualityList
            key={`${serializeQualityFilters(filters)} ${page.nextCursor}`}
            filters={filters}
            first={page}
            production={environments.filter(({ stage }) => stage === "production").map(({ name }) => name)}
            mayGuard={can(actor, "guard:write")}
            keptFrom={Object.fromEntries([...keptFrom].map(([name, at]) => [name, at.toISOString()]))}
          />
        </>
      ) : null}
    </PageLayout>
  );
}

/** Summarizes the overview: how many prompts got worse, how many were rolled back, and how many are monitored. */
function Headline({ counts }: { counts: QualityCounts }) {
  const { sentence, detail } = overviewWords(counts);
  const isAlarm = counts.worse + counts.back > 0;
  return (
    <section
      aria-label="In short"
      className={cn(
        "relative border-line border-b bg-surface-sunken px-6 pt-[18px] pb-5 before:absolute before:inset-y-0 before:left-0 before:w-1 max-md:p-4",
        isAlarm ? "before:bg-negative" : counts.silent > 0 ? "before:bg-warning" : "before:bg-line-control",
      )}
    >
      <h2 className="max-w-[28em] text-balance font-semibold text-24 leading-[30px] tracking-[-0.02em] max-md:text-20 max-md:leading-[26px]">
        {sentence}
      </h2>
      {detail ? <p className="mt-1 text-14 text-fg-muted">{detail}</p> : null}
    </section>
  );
}

type HowToWatchProps = { workspace: string; mayGuard: boolean; className?: string | undefined };

/** Explains the page and the three steps to monitor a prompt. */
function HowToWatch({ workspace, mayGuard, className }: HowToWatchProps) {
  return (
    <EmptyState
      title="Is the live version still good?"
      {...(className && { className })}
      action={
        <Button variant="primary" href={`/${workspace}/use`}>
          Use in your app
        </Button>
      }
      more={<TextLink href={`/${workspace}/prompts`}>Choose a prompt to watch</TextLink>}
    >
      <p>
        No guard watches your live answers yet. With three steps, a worse version is detected and rolled back
        automatically:
      </p>
      <ol className="mx-auto mt-3 grid max-w-[42ch] list-decimal gap-1.5 pl-5 text-left">
        <li>
          Your application <b className="font-medium text-fg">sends events</b>: the answer, whether the task was
          finished, thumbs.
        </li>
        <li>
          <b className="font-medium text-fg">Scorers</b> check a share of the answers: a judge, a format, prohibited
          words. Set them up in a prompt’s settings.
        </li>
        <li>
          <b className="font-medium text-fg">A guard</b> compares a new version with the previous one
          {mayGuard ? "." : ", once a publisher adds it."}
        </li>
      </ol>
    </EmptyState>
  );
}
