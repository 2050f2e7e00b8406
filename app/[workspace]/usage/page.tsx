import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { Main } from "@/components/layout/main";
import { Topbar } from "@/components/layout/topbar";
import { EmptyState } from "@/components/ui/empty-state";
import { SegmentedLinks } from "@/components/ui/segmented";
import { requireActor } from "@/lib/auth/session";
import { databaseNow } from "@/lib/core/database-clock";
import { pricesKnownOn } from "@/lib/evaluation/models/prices";
import { getUsage, type UsageDimension, usageDimensions } from "@/lib/requests/queries/usage";
import { changeOf, forecastMonth } from "@/lib/requests/usage";
import { withQuery } from "../_components/paths";
import { costText, countText } from "../requests/_components/figures";
import { changeWords } from "./_components/change-words";
import { DayBars } from "./_components/day-bars";
import { UsageTable } from "./_components/usage-table";

export const metadata: Metadata = { title: "Usage" };

type Props = { params: Promise<{ workspace: string }>; searchParams: Promise<SearchParams> };

const dayMs = 86_400_000;
const ranges = { "7d": [7, "7 days"], "30d": [30, "30 days"], "90d": [90, "90 days"] } as const;
type Range = keyof typeof ranges;
const labels: Record<UsageDimension, string> = {
  prompt: "Prompt",
  version: "Version",
  model: "Model",
  environment: "Environment",
  key: "API key",
};

/** What answers cost, which prompts cost it, and what the month comes to. */
export default async function UsagePage({ params, searchParams }: Props) {
  const [{ workspace }, query] = await Promise.all([params, searchParams]);
  const actor = await requireActor(workspace);
  const range: Range = query.range === "7d" || query.range === "90d" ? query.range : "30d";
  const by = usageDimensions.find((one) => one === query.by) ?? "prompt";
  const [days, words] = ranges[range];
  const now = databaseNow();
  const from = new Date(now.getTime() - days * dayMs).toISOString();
  const usage = await getUsage(actor, { from, to: now.toISOString(), by });
  const costs = new Map<string, number>();
  for (const { day, costUsd } of usage.days) costs.set(day, (costs.get(day) ?? 0) + costUsd);
  const month = forecastMonth(
    [...costs].map(([day, costUsd]) => ({ day, costUsd })),
    now,
  );
  const href = (change: Record<string, string>) => withQuery(`/${workspace}/usage`, { range, by, ...change });
  const { now: sums, before } = usage;
  const facts: [string, string, number | null][] = [
    ["Answers", countText(sums.interactions), changeOf(sums.interactions, before.interactions)],
    [
      "Cost of 1,000 answers",
      costText(sums.interactions > 0 ? (sums.costUsd / sums.interactions) * 1_000 : null),
      changeOf(sums.costUsd / Math.max(1, sums.interactions), before.costUsd / Math.max(1, before.interactions)),
    ],
    ["Tokens in", countText(sums.inputTokens), changeOf(sums.inputTokens, before.inputTokens)],
    ["Tokens out", countText(sums.outputTokens), changeOf(sums.outputTokens, before.outputTokens)],
    ["Failed calls", countText(sums.failed), changeOf(sums.failed, before.failed)],
  ];
  const change = changeOf(sums.costUsd, before.costUsd);
  const [largest] = usage.groups;
  return (
    <>
      <Topbar
        crumbs={[{ label: "Usage" }]}
        actions={
          <SegmentedLinks
            label="Time"
            items={Object.entries(ranges).map(([one, [, label]]) => ({
              href: href({ range: one }),
              label,
              current: one === range,
            }))}
          />
        }
      />
      <Main flush>
        {sums.interactions === 0 ? (
          <EmptyState title="Nothing was used in this time">
            What your application reports with each answer is summed here: answers, tokens, cost and time, by prompt,
            version, model, environment and key.
          </EmptyState>
        ) : (
          <>
            <section aria-label="In short" className="border-line border-b bg-surface-sunken px-6 py-5 max-md:px-4">
              <h2 className="text-24 leading-[30px] max-md:text-20">
                {`${costText(sums.costUsd)} in ${words}${change === null ? "." : `, ${changeWords(change)} than in the ${days} before.`}`}
              </h2>
              <p className="mt-1 max-w-[80ch] text-fg-muted">
                {by === "prompt" && largest && sums.costUsd > 0
                  ? `${Math.round((largest.costUsd / sums.costUsd) * 100)}\u00a0% went to ${largest.name}. `
                  : ""}
                {month
                  ? `This month: ${costText(month.soFarUsd)} so far, about ${costText(month.byEndUsd)} by its end, between ${costText(month.lowUsd)} and ${costText(month.highUsd)}.`
                  : ""}
              </p>
              <dl className="mt-3 flex flex-wrap gap-x-8 gap-y-2 tabular-nums">
                {facts.map(([term, value, than]) => (
                  <div key={term}>
                    <dt className="text-12 text-fg-muted">{term}</dt>
                    <dd>
                      <b className="font-medium">{value}</b>{" "}
                      <span className="text-12 text-fg-muted">{than === null ? "" : changeWords(than, true)}</span>
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
            <DayBars days={usage.days} />
            <section aria-labelledby="where" className="border-line border-t px-6 pt-4 pb-8 max-md:px-4">
              <header className="mb-2 flex min-h-9 flex-wrap items-center justify-between gap-x-4 gap-y-2">
                <h2 id="where" className="text-14">
                  Where it goes
                </h2>
                <SegmentedLinks
                  label="By"
                  items={usageDimensions.map((one) => ({
                    href: href({ by: one }),
                    label: labels[one],
                    current: one === by,
                  }))}
                />
              </header>
              <UsageTable
                workspace={workspace}
                by={by}
                label={labels[by]}
                groups={usage.groups}
                total={sums}
                range={range}
              />
              <p className="mt-3 text-12 text-fg-muted">
                {sums.pricedUsd > 0
                  ? `${costText(sums.pricedUsd)} of it was not reported: it is tokens at list prices of ${pricesKnownOn}.`
                  : "All of it was reported by the application."}
                {" Without judging."}
              </p>
            </section>
          </>
        )}
      </Main>
    </>
  );
}
