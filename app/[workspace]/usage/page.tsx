import type { Metadata } from "next";
import { Main } from "@/components/layout/main";
import { Topbar } from "@/components/layout/topbar";
import { Button } from "@/components/ui/button";
import { CsvLink } from "@/components/ui/csv-link";
import { EmptyState } from "@/components/ui/empty-state";
import { SegmentedLinks } from "@/components/ui/segmented";
import { TextLink } from "@/components/ui/text-link";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { databaseNow } from "@/lib/core/database-clock";
import { pricesKnownOn } from "@/lib/evaluation/models/prices";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { mostBudgets } from "@/lib/requests/budgets";
import { getMonth } from "@/lib/requests/queries/budgets";
import { getUsage } from "@/lib/requests/queries/usage";
import {
  changeOf,
  compareVersions,
  isOfPeople,
  type UsageDimension,
  usageDimensions,
  type VersionChange,
} from "@/lib/requests/usage";
import { stepsFor, type UsageStep, usualStep } from "@/lib/requests/usage-steps";
import { keptNames } from "@/lib/requests/usage-views";
import { promptPath, withQuery } from "../_components/paths";
import { costText, countText, largeText } from "../requests/_components/figures";
import { RangeMenu } from "../requests/_components/range-menu";
import { requestRanges, timeOf, usageRanges } from "../requests/_components/ranges";
import { BudgetsSection } from "./_components/budgets-section";
import { changeWords } from "./_components/change-words";
import { EnvironmentMenu } from "./_components/environment-menu";
import { StepBars } from "./_components/step-bars";
import { UsageTable } from "./_components/usage-table";
import { versionWords } from "./_components/version-words";

const stepLabels: Record<UsageStep, string> = { hour: "Hour", day: "Day", week: "Week", month: "Month" };

export const metadata: Metadata = { title: "Usage" };

const dayMs = 86_400_000;
const labels: Record<UsageDimension, string> = {
  prompt: "Prompt",
  version: "Version",
  model: "Model",
  environment: "Environment",
  key: "API key",
  user: "User",
  session: "Session",
};

const textOf = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);

/** Shows what answers cost, by prompt, and the total of the month. */
export default async function UsagePage({ params, searchParams }: PageProps<"/[workspace]/usage">) {
  const [{ workspace }, query] = await Promise.all([params, searchParams]);
  const actor = await requireActor(workspace);
  const offered = usageDimensions.filter((one) => !isOfPeople(one) || can(actor, "interaction:read"));
  const by = offered.find((one) => one === query.by) ?? "prompt";
  const timeQuery = { range: textOf(query.range), from: textOf(query.from), to: textOf(query.to) };
  const time = timeOf(timeQuery, databaseNow().getTime(), usageRanges);
  const span = { from: time.from, to: time.to };
  const days = Math.max(1, Math.round((Date.parse(time.to) - Date.parse(time.from)) / dayMs));
  const offeredSteps = stepsFor(days);
  const step = offeredSteps.find((one) => one === query.step) ?? usualStep(days);
  const stepsBy = isOfPeople(by) ? "prompt" : by;
  const environments = (await listEnvironments(actor)).toReversed();
  const environment = environments.find(({ name }) => name === textOf(query.environment))?.name ?? null;
  const place: Record<string, string> = environment ? { environment } : {};
  const [usage, { month, budgets }] = await Promise.all([
    getUsage(actor, { ...span, ...place, by, step }),
    getMonth(actor, { limit: mostBudgets }),
  ]);
  const words = days === 1 ? "1 day" : `${days} days`;
  const chosen: Record<string, string> = time.range ? { range: time.range } : span;
  const isRequestRange = time.range !== null && Object.hasOwn(requestRanges.names, time.range);
  const asOf: Record<string, string> = typeof query.step === "string" ? { step: query.step } : {};
  const href = (change: Record<string, string>) =>
    withQuery(`/${workspace}/usage`, { ...chosen, ...place, ...asOf, by, ...change });
  const { now: sums, before } = usage;
  const facts: [string, string, number | null][] = [
    ["Answers", countText(sums.interactions), changeOf(sums.interactions, before.interactions)],
    [
      "Cost of 1,000 answers",
      costText(sums.interactions > 0 ? (sums.costUsd / sums.interactions) * 1_000 : null),
      changeOf(sums.costUsd / Math.max(1, sums.interactions), before.costUsd / Math.max(1, before.interactions)),
    ],
    ["Tokens in", largeText(sums.inputTokens), changeOf(sums.inputTokens, before.inputTokens)],
    ["Tokens out", largeText(sums.outputTokens), changeOf(sums.outputTokens, before.outputTokens)],
    ["Failed calls", countText(sums.failed), changeOf(sums.failed, before.failed)],
  ];
  const change = changeOf(sums.costUsd, before.costUsd);
  const [largest] = usage.groups;
  // Null if the count covers the whole time range.
  const counted = usage.people && Date.parse(usage.people.from) > Date.parse(time.from) ? usage.people.from : null;
  return (
    <>
      <Topbar
        crumbs={[{ label: "Usage" }]}
        actions={
          <>
            <EnvironmentMenu
              current={environment}
              allHref={withQuery(`/${workspace}/usage`, { ...chosen, ...asOf, by })}
              items={environments.map(({ name, stage }) => ({ name, stage, href: href({ environment: name }) }))}
            />
            <RangeMenu time={time} ranges={usageRanges} />
          </>
        }
      />
      <Main flush>
        {sums.interactions === 0 ? (
          <EmptyState
            title="Nothing was used in this time"
            action={<Button href={`/${workspace}/use`}>Use in your app</Button>}
          >
            What your application reports with each answer is summed here: answers, tokens, cost and time, by prompt,
            version, model, environment, key, user and session.
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
            <StepBars
              time={{ from: new Date(time.from), to: new Date(time.to) }}
              step={step}
              steps={usage.steps}
              group={labels[stepsBy].toLowerCase()}
              links={
                <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
                  {offeredSteps.length > 1 ? (
                    <SegmentedLinks
                      label="Step"
                      items={offeredSteps.map((one) => ({
                        href: href({ step: one }),
                        label: stepLabels[one],
                        current: one === step,
                      }))}
                    />
                  ) : null}
                  <CsvLink
                    href={withQuery(`/api/usage/${workspace}`, { ...span, ...place, by: stepsBy, step })}
                    label={`CSV by ${step}`}
                  />
                </div>
              }
            />
            <BudgetsSection workspace={workspace} budgets={budgets.items} canChange={can(actor, "guard:write")} />
            <section aria-labelledby="where" className="border-line border-t px-6 pt-4 pb-8 max-md:px-4">
              <header className="mb-2 flex min-h-9 flex-wrap items-center justify-between gap-x-4 gap-y-2">
                <h2 id="where" className="text-14">
                  Where it goes
                </h2>
                <div className="flex min-w-0 max-w-full flex-wrap items-center gap-x-4 gap-y-2">
                  <SegmentedLinks
                    label="By"
                    items={offered.map((one) => ({
                      href: href({ by: one }),
                      label: labels[one],
                      current: one === by,
                    }))}
                  />
                  <CsvLink href={withQuery(`/api/usage/${workspace}`, { ...span, ...place, by })} />
                </div>
              </header>
              {by === "version" ? (
                <VersionChanges workspace={workspace} changes={compareVersions(usage.groups, days)} />
              ) : null}
              {counted ? (
                <p className="mb-2 max-w-[80ch] text-fg-muted">
                  {`Only answers ${lastWords(counted, time.to)} of this time are counted by ${by}.`}
                </p>
              ) : null}
              {usage.people && usage.people.missedUsd > 0 ? (
                <p className="mb-2 max-w-[80ch] text-fg-muted">
                  {`The ${keptNames} costliest ${by}s of each hour are kept, the others together. The cost of a listed ${by} may be higher by ${costText(usage.people.missedUsd)} at most.`}
                </p>
              ) : null}
              <UsageTable
                workspace={workspace}
                by={by}
                label={labels[by]}
                groups={usage.groups}
                total={usage.people?.sums ?? sums}
                others={usage.people ? usage.people.others : 0}
                time={{ ...place, ...(counted ? { ...span, from: counted } : isRequestRange ? chosen : span) }}
              />
              <p className="mt-3 text-12 text-fg-muted">
                {(usage.people?.sums ?? sums).pricedUsd > 0
                  ? `${costText((usage.people?.sums ?? sums).pricedUsd)} of it was not reported: it is tokens at list prices of ${pricesKnownOn}.`
                  : "All of it was reported by the application."}
                {" Judging is not included."}
              </p>
            </section>
          </>
        )}
      </Main>
    </>
  );
}

/** "of the last 5 hours" */
function lastWords(from: string, to: string): string {
  const hours = Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / 3_600_000));
  if (hours === 1) return "of the last hour";
  return hours < 48 ? `of the last ${hours} hours` : `of the last ${Math.round(hours / 24)} days`;
}

const mostChanges = 5;

/** Compares the newest version of each prompt with the one before it, by cost and completed tasks. */
function VersionChanges({ workspace, changes }: { workspace: string; changes: readonly VersionChange[] }) {
  if (changes.length === 0) return null;
  return (
    <ul aria-label="Newest versions against those before" className="mb-3 grid max-w-[90ch] gap-1">
      {changes.slice(0, mostChanges).map((change) => (
        <li key={change.prompt}>
          <TextLink href={promptPath(workspace, change.prompt, { tab: "history" })}>{change.prompt}</TextLink>
          {`: ${versionWords(change)}`}
        </li>
      ))}
    </ul>
  );
}
