import { costText, countText, largeText, usersText } from "@/lib/requests/figures";
import { changeOf, type MonthForecast } from "@/lib/requests/usage";
import type { UsageGroup, UsageView } from "@/lib/requests/usage-views";
import { changeWords, countedUsers } from "@/lib/requests/usage-words";
import { RowsLink } from "../../_components/rows-link";

type Props = {
  usage: UsageView;
  month: MonthForecast | null;
  /** The length of the time range. */
  days: number;
  /** The costliest prompt. */
  largest: UsageGroup | undefined;
  /**
   * The addresses of the rows behind the figures. Null if they are no longer kept; of users, without the right to read
   * them.
   */
  hrefs: { answers: string | null; failed: string | null; users: string | null };
};

/** The cost of the time and of the month in a sentence, and the figures behind it. */
export function InShort({ usage, month, days, largest, hrefs }: Props) {
  const { now, before } = usage;
  const change = changeOf(now.costUsd, before.costUsd);
  const { answers, failed, users } = hrefs;
  const counted = countedUsers(usage);
  type Fact = [term: string, value: string, than: number | null, href: string | null];
  const ofUsers: Fact[] = counted
    ? [["Users", usersText(counted.count, counted.isCounted), null, users ?? answers]]
    : [];
  const facts: Fact[] = [
    ["Answers", countText(now.interactions), changeOf(now.interactions, before.interactions), answers],
    ...ofUsers,
    [
      "Cost of 1,000 answers",
      costText(now.interactions > 0 ? (now.costUsd / now.interactions) * 1_000 : null),
      changeOf(now.costUsd / Math.max(1, now.interactions), before.costUsd / Math.max(1, before.interactions)),
      answers,
    ],
    ["Tokens in", largeText(now.inputTokens), changeOf(now.inputTokens, before.inputTokens), answers],
    ["Tokens out", largeText(now.outputTokens), changeOf(now.outputTokens, before.outputTokens), answers],
    ["Failed calls", countText(now.failed), changeOf(now.failed, before.failed), failed],
  ];
  const words = days === 1 ? "1 day" : `${days} days`;
  return (
    <section aria-label="In short" className="border-line border-b bg-surface-sunken px-6 py-5 max-md:px-4">
      <h2 className="text-24 leading-[30px] max-md:text-20">
        {`${usage.unpriced.tokens > 0 && now.costUsd === 0 ? "No known cost" : costText(now.costUsd)} in ${words}${change === null ? "." : `, ${changeWords(change)} ${change < 9 ? "than" : "as"} in the ${days === 1 ? "day" : `${days} days`} before.`}`}
      </h2>
      <p className="mt-1 max-w-[80ch] text-fg-muted">
        {largest && now.costUsd > 0
          ? `${Math.round((largest.costUsd / now.costUsd) * 100)}\u00a0% went to ${largest.name}. `
          : ""}
        {month
          ? `This month: ${costText(month.soFarUsd)} so far, about ${costText(month.byEndUsd)} by its end, between ${costText(month.lowUsd)} and ${costText(month.highUsd)}.`
          : ""}
      </p>
      <dl className="mt-3 flex flex-wrap gap-x-8 gap-y-2 tabular-nums">
        {facts.map(([term, value, than, href]) => (
          <div key={term}>
            <dt className="text-12 text-fg-muted">{term}</dt>
            <dd>
              <RowsLink href={href} className="font-medium text-fg">
                {value}
              </RowsLink>{" "}
              <span className="text-12 text-fg-muted">{than === null ? "" : changeWords(than, true)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
