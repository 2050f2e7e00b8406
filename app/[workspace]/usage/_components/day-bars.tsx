import { cn } from "@/components/ui/cn";
import type { UsageDay } from "@/lib/requests/usage-views";
import { costText } from "../../requests/_components/figures";

const colours = ["bg-chart-1", "bg-chart-2", "bg-chart-3"] as const;
const rest = "everything else";

/** "17 Nov" of "2026-11-17". */
const dayWords = (day: string) =>
  new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short" }).format(new Date(day));

/** The cost of each day as a stacked bar: the three largest prompts, and the rest on top. */
export function DayBars({ days }: { days: readonly UsageDay[] }) {
  const byPrompt = new Map<string, number>();
  const byDay = new Map<string, Map<string, number>>();
  for (const { prompt, costUsd } of days) byPrompt.set(prompt, (byPrompt.get(prompt) ?? 0) + costUsd);
  const largest = [...byPrompt]
    .sort(([, a], [, b]) => b - a)
    .slice(0, colours.length)
    .map(([prompt]) => prompt);
  for (const { day, prompt, costUsd } of days) {
    const part = largest.includes(prompt) ? prompt : rest;
    const parts = byDay.get(day) ?? new Map<string, number>();
    byDay.set(day, parts.set(part, (parts.get(part) ?? 0) + costUsd));
  }
  const bars = [...byDay].map(([day, parts]) => ({ day, parts, sum: [...parts.values()].reduce((a, b) => a + b, 0) }));
  const most = Math.max(...bars.map(({ sum }) => sum), Number.MIN_VALUE);
  const names = [rest, ...largest.toReversed()].filter((name) => bars.some(({ parts }) => parts.has(name)));
  const colourOf = (name: string) => colours[largest.indexOf(name)] ?? "bg-chart-6";
  const every = Math.max(1, Math.ceil(bars.length / 8));
  return (
    <section aria-labelledby="per-day" className="px-6 pt-4 pb-4 max-md:px-4">
      <h2 id="per-day" className="text-14">
        What does a day cost, and which prompt?
      </h2>
      <p className="text-12 text-fg-muted">{`US dollars a day (UTC), at most ${costText(most)}. The three largest prompts on their own.`}</p>
      <div
        role="img"
        aria-label={`Cost of ${bars.length} days, at most ${costText(most)}`}
        className="mt-3 flex h-44 items-end gap-px border-line-strong border-b md:gap-1"
      >
        {bars.map(({ day, parts, sum }) => (
          <span
            key={day}
            title={`${dayWords(day)}: ${costText(sum)}`}
            style={{ height: `${(sum / most) * 100}%` }}
            className="flex min-w-0 flex-1 flex-col"
          >
            {names.map((name) =>
              parts.has(name) ? (
                <i
                  key={name}
                  style={{ flexGrow: parts.get(name) }}
                  className={cn("block min-h-px border-surface border-t", colourOf(name))}
                />
              ) : null,
            )}
          </span>
        ))}
      </div>
      <div aria-hidden="true" className="mt-1 flex text-12 text-fg-subtle tabular-nums">
        {bars.map(({ day }, index) => (
          <span key={day} className="flex min-w-0 flex-1 justify-end whitespace-nowrap">
            {(bars.length - 1 - index) % every === 0 && index + 1 >= every ? (
              <span className="shrink-0">{dayWords(day)}</span>
            ) : null}
          </span>
        ))}
      </div>
      <ul className="mt-3 flex flex-wrap gap-x-5 gap-y-1">
        {names.toReversed().map((name) => (
          <li key={name} className="inline-flex items-center gap-1.5">
            <i aria-hidden="true" className={cn("size-2.5 rounded-sm", colourOf(name))} />
            {name}
          </li>
        ))}
      </ul>
    </section>
  );
}
