import type { Metadata } from "next";
import { PageLayout } from "@/components/layout/page-layout";
import { Button } from "@/components/ui/button";
import { CsvLink } from "@/components/ui/csv-link";
import { EmptyState } from "@/components/ui/empty-state";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { TextLink } from "@/components/ui/text-link";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { databaseNow } from "@/lib/core/database-clock";
import { dayMs } from "@/lib/core/milliseconds";
import { pricesKnownOn } from "@/lib/evaluation/models/prices";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { textOf } from "@/lib/requests/address";
import { mostBudgets } from "@/lib/requests/budgets";
import { costText, largeText } from "@/lib/requests/figures";
import { keptWords } from "@/lib/requests/kept-words";
import { getMonth } from "@/lib/requests/queries/budgets";
import { findKeptFrom } from "@/lib/requests/queries/kept-from";
import { getUsage } from "@/lib/requests/queries/usage";
import { timeFaultWords, timeOf, usageRanges } from "@/lib/requests/ranges";
import {
  compareVersions,
  isOfPeople,
  type UsageDimension,
  usageDimensions,
  type VersionChange,
} from "@/lib/requests/usage";
import { countedTime } from "@/lib/requests/usage-links";
import { startOfStep, stepsFor, type UsageStep, usualStep } from "@/lib/requests/usage-steps";
import { keptNames, type UnpricedTokens, type UsageSums, type UsageView } from "@/lib/requests/usage-views";
import { countedUsers, inSentence, versionChangeWords } from "@/lib/requests/usage-words";
import { EnvironmentMenu } from "../_components/environment-menu";
import { promptPath, withQuery } from "../_components/paths";
import { AddressNotes } from "../requests/_components/address-notes";
import { RangeMenu } from "../requests/_components/range-menu";
import { BudgetsSection } from "./_components/budgets-section";
import { InShort } from "./_components/in-short";
import { StepBars } from "./_components/step-bars";
import { UsageTable } from "./_components/usage-table";

const stepLabels: Record<UsageStep, string> = { hour: "Hour", day: "Day", week: "Week", month: "Month" };

export const metadata: Metadata = { title: "Usage" };

const labels: Record<UsageDimension, string> = {
  prompt: "Prompt",
  version: "Version",
  model: "Model",
  environment: "Environment",
  key: "API key",
  user: "User",
  session: "Session",
};

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
  const isElsewhere = environment === null && query.environment !== undefined;
  const timeFault = timeFaultWords(timeQuery, time, usageRanges);
  const notes = [
    ...(isElsewhere ? ["The environment in the address is not known. Shown instead: all environments."] : []),
    ...timeFault,
  ];
  const place: Record<string, string> = environment ? { environment } : {};
  const [usage, { month, budgets }, keptFrom, keptEverywhere] = await Promise.all([
    getUsage(actor, { ...span, ...place, by, step }),
    getMonth(actor, { limit: mostBudgets }),
    findKeptFrom(actor, environment ?? undefined),
    environment ? findKeptFrom(actor) : null,
  ]);
  const chosen: Record<string, string> = time.range ? { range: time.range } : span;
  const asOf: Record<string, string> = typeof query.step === "string" ? { step: query.step } : {};
  const href = (change: Record<string, string>) =>
    withQuery(`/${workspace}/usage`, { ...chosen, ...place, ...asOf, by, ...change });
  const { now: sums } = usage;
  const rowsIn = (range: { from: Date; to: Date }, more: Record<string, string> = {}) => {
    const { from, to } = countedTime(range, "prompt", databaseNow());
    if (Date.parse(from) < keptFrom.getTime()) return null;
    return withQuery(`/${workspace}/requests`, { ...place, from, to, ...more });
  };
  const range = { from: new Date(time.from), to: new Date(time.to) };
  // Null if the count covers the whole time range.
  const counted = usage.people && Date.parse(usage.people.from) > Date.parse(time.from) ? usage.people.from : null;
  const listed = countedTime(counted ? { ...range, from: new Date(counted) } : range, by, databaseNow());
  const monthStart = startOfStep(databaseNow(), "month");
  const isKept = Date.parse(listed.from) >= keptFrom.getTime();
  return (
    <PageLayout
      crumbs={[{ label: "Usage" }]}
      actions={
        <>
          <EnvironmentMenu
            current={environments.find(({ name }) => name === environment) ?? null}
            allHref={withQuery(`/${workspace}/usage`, { ...chosen, ...asOf, by })}
            items={environments.map(({ name, stage }) => ({ name, stage, href: href({ environment: name }) }))}
          />
          <RangeMenu time={time} ranges={usageRanges} />
        </>
      }
      flush
    >
      {notes.length > 0 ? (
        <div className="pt-3">
          <AddressNotes notes={notes} leftOut={isElsewhere ? ["environment"] : []} isTimeOut={timeFault.length > 0} />
        </div>
      ) : null}
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
          <InShort
            usage={usage}
            month={month}
            days={days}
            largest={by === "prompt" ? usage.groups[0] : undefined}
            hrefs={{
              answers: rowsIn(range),
              failed: rowsIn(range, { failed: "true" }),
              users: offered.includes("user") ? href({ by: "user" }) : null,
            }}
          />
          <StepBars
            time={range}
            step={step}
            hrefOf={rowsIn}
            steps={usage.steps}
            group={inSentence(labels[stepsBy])}
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
          <BudgetsSection
            month={monthStart.toISOString()}
            isKept={monthStart >= (keptEverywhere ?? keptFrom)}
            budgets={budgets.items}
            canChange={can(actor, "guard:write")}
          />
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
              users={isOfPeople(by) ? null : countedUsers(usage)}
              workspace={workspace}
              by={by}
              label={labels[by]}
              groups={usage.groups}
              total={usage.people?.sums ?? sums}
              others={usage.people ? usage.people.others : 0}
              time={isKept ? { ...place, ...listed } : null}
            />
            <p className="mt-3 text-12 text-fg-muted">
              {pricedWords(usage.people?.sums ?? sums, usage.unpriced)}
              {" Judging is not included. "}
              {countedUsers(usage) ? usersWords(usage.users, time) : "Users of this time are not counted."}
              {isKept && rowsIn(range) ? "" : ` ${keptWords(keptFrom)}`}
            </p>
          </section>
        </>
      )}
    </PageLayout>
  );
}

/** Which part of the cost was not reported, and what it lacks. */
function pricedWords({ pricedUsd }: UsageSums, { tokens, models }: UnpricedTokens): string {
  const priced = `${costText(pricedUsd)} of the cost was not reported. It is computed from the tokens, at list prices of ${pricesKnownOn}.`;
  const some = `${models.slice(0, 3).join(", ")}${models.length > 3 ? " and others" : ""}`;
  const lacks = `The cost lacks ${largeText(tokens)} tokens, because no cost was reported and no price is known (model: ${some}).`;
  if (pricedUsd === 0 && tokens === 0) return "The application reported all costs.";
  return [pricedUsd > 0 && priced, tokens > 0 && lacks].filter(Boolean).join(" ");
}

/** "Users are estimated, within 3 %. Only those of the last 5 hours are counted." */
function usersWords({ from, standardError }: UsageView["users"], time: { from: string; to: string }): string {
  const about = `Users are estimated, within ${Math.round(standardError * 100)}\u00a0% (one standard error).`;
  return Date.parse(from) > Date.parse(time.from)
    ? `${about} Only those ${lastWords(from, time.to)} are counted.`
    : about;
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
          {`: ${versionChangeWords(change)}`}
        </li>
      ))}
    </ul>
  );
}
