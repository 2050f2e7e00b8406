import { niceTicks } from "@/components/charts/axis";
import { axisWidth } from "@/components/charts/text-width";
import { cn } from "@/components/ui/cn";
import type { UsageDay } from "@/lib/requests/usage-views";
import { costText, countText } from "../../requests/_components/figures";

const colours = ["bg-chart-1", "bg-chart-2", "bg-chart-3"] as const;
const rest = "everything else";

/** "17 Nov" of "2026-11-17". */
const dayWords = (day: string) =>
  new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short" }).format(new Date(day));

/** "$50", or "$0.50" if not all ticks are whole dollars. */
function tickTexts(ticks: readonly number[]): string[] {
  return ticks.map((tick) => (ticks.every(Number.isInteger) ? `$${countText(tick)}` : costText(tick)));
}

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
  const ticks = niceTicks(0, most, 5);
  const texts = tickTexts(ticks);
  const every = Math.max(1, Math.ceil(bars.length / 8));
  return (
    <section aria-labelledby="per-day" className="px-6 pt-4 pb-4 max-md:px-4">
      <h2 id="per-day" className="text-14">
        What does a day cost, and which prompt?
      </h2>
      <p className="text-12 text-fg-muted">{`US dollars a day (UTC), at most ${costText(most)}. The three largest prompts on their own.`}</p>
      <div
        className="mt-3 grid gap-x-2 gap-y-1"
        style={{ gridTemplateColumns: `${axisWidth(texts)}px minmax(0, 1fr)` }}
      >
        <div aria-hidden="true" className="relative h-44 text-12 text-fg-subtle tabular-nums">
          {ticks.map((tick, index) => (
            <span
              key={tick}
              style={{ bottom: `${(tick / most) * 100}%` }}
              className="absolute right-0 translate-y-1/2 leading-none"
            >
              {texts[index]}
            </span>
          ))}
        </div>
        <div
          role="img"
          aria-label={`Cost of ${bars.length} days, at most ${costText(most)}`}
          className="relative flex h-44 items-end gap-px border-line-strong border-b md:gap-1"
        >
          {ticks.slice(1).map((tick) => (
            <i
              key={tick}
              style={{ bottom: `${(tick / most) * 100}%` }}
              className="absolute inset-x-0 border-chart-grid border-t"
            />
          ))}
          {bars.map(({ day, parts, sum }) => (
            <span
              key={day}
              title={`${dayWords(day)}: ${costText(sum)}`}
              style={{ height: `${(sum / most) * 100}%` }}
              className="relative flex min-w-0 flex-1 flex-col"
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
        <div aria-hidden="true" className="col-start-2 flex text-12 text-fg-subtle tabular-nums">
          {bars.map(({ day }, index) => (
            <span key={day} className="flex min-w-0 flex-1 justify-end whitespace-nowrap">
              {(bars.length - 1 - index) % every === 0 && index + 1 >= every ? (
                <span className={cn("shrink-0", (bars.length - 1 - index) % (2 * every) !== 0 && "max-md:hidden")}>
                  {dayWords(day)}
                </span>
              ) : null}
            </span>
          ))}
        </div>
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
