import type { ReactNode } from "react";
import { niceTicks } from "@/components/charts/axis";
import { ChartSection } from "@/components/charts/chart-section";
import { axisWidth } from "@/components/charts/text-width";
import { cn } from "@/components/ui/cn";
import { costText, countText } from "@/lib/requests/figures";
import { stepStarts, stepWithin, type UsageStep } from "@/lib/requests/usage-steps";
import type { UsageStepSums } from "@/lib/requests/usage-views";
import { stepWords } from "@/lib/requests/usage-words";
import { StepTable } from "./step-table";

const colours = ["bg-chart-1", "bg-chart-2", "bg-chart-3"] as const;
const rest = "everything else";

/** The same under a bar. Hours are named once a day if they are of several days. */
const tickWords = (at: string, step: UsageStep, isOfDays: boolean) =>
  step === "hour" && !isOfDays ? at.slice(11, 16) : stepWords(at, step === "hour" ? "day" : step);

/**
 * The positions of bars with a name: every nth back from the newest, or where a day begins for hours of several days.
 */
function namedBars(bars: readonly { at: string }[], isOfDays: boolean): number[] {
  const lastOfDays = bars.length * 0.9; // a later name would end beyond the chart
  if (isOfDays) return bars.flatMap(({ at }, index) => (at.includes("T00") && index < lastOfDays ? [index] : []));
  const every = Math.max(1, Math.ceil(bars.length / 8));
  return bars.flatMap((_, index) => ((bars.length - 1 - index) % every === 0 && index + 1 >= every ? [index] : []));
}

/** "$50", or "$0.50" if not all ticks are whole dollars. */
function tickTexts(ticks: readonly number[]): string[] {
  return ticks.map((tick) => (ticks.every(Number.isInteger) ? `$${countText(tick)}` : costText(tick)));
}

type Props = {
  time: { from: Date; to: Date };
  step: UsageStep;
  steps: readonly UsageStepSums[];
  /** What the groups are: "prompt", "API key". */
  group: string;
  /** The address of the requests of a time; null if they are no longer kept. */
  hrefOf: (time: { from: Date; to: Date }) => string | null;
  /** Links to the other steps, and to the numbers as a file. */
  links: ReactNode;
};

type BarProps = { href: string | null; label: string; height: number; children: ReactNode };

/** One bar. It leads to its requests if these are still kept. */
function Bar({ href, label, height, children }: BarProps) {
  const className = "relative flex min-w-0 flex-1 flex-col";
  const style = { height: `${height * 100}%` };
  if (href === null)
    return (
      <div role="img" aria-label={label} title={label} style={style} className={className}>
        {children}
      </div>
    );
  // Bars are too many for the tab key. The menu of the page has the same times.
  return (
    <a
      href={href}
      tabIndex={-1}
      aria-label={label}
      title={label}
      style={style}
      className={cn(className, "hover:opacity-80")}
    >
      {children}
    </a>
  );
}

/** The cost of each step in time as a stacked bar: the three largest groups, and the rest on top. */
export function StepBars({ time, step, steps, group, hrefOf, links }: Props) {
  const byName = new Map<string, number>();
  const byStep = new Map<string, Map<string, number>>();
  for (const { name, costUsd } of steps) byName.set(name, (byName.get(name) ?? 0) + costUsd);
  const largest = [...byName]
    .sort(([, a], [, b]) => b - a)
    .slice(0, colours.length)
    .map(([name]) => name);
  for (const { at, name, costUsd } of steps) {
    const part = largest.includes(name) ? name : rest;
    const parts = byStep.get(at) ?? new Map<string, number>();
    byStep.set(at, parts.set(part, (parts.get(part) ?? 0) + costUsd));
  }
  const bars = stepStarts(time, step).map((start) => {
    const at = start.toISOString();
    const parts = byStep.get(at) ?? new Map<string, number>();
    const href = hrefOf(stepWithin(start, step, time));
    return { at, href, parts, sum: [...parts.values()].reduce((a, b) => a + b, 0) };
  });
  const most = Math.max(...bars.map(({ sum }) => sum), Number.MIN_VALUE);
  const isFree = bars.every(({ sum }) => sum === 0);
  const names = [rest, ...largest.toReversed()].filter((name) => bars.some(({ parts }) => parts.has(name)));
  const colourOf = (name: string) => colours[largest.indexOf(name)] ?? "bg-chart-6";
  const ticks = niceTicks(0, most, 5);
  const texts = tickTexts(ticks);
  const isOfDays = step === "hour" && bars.length > 48;
  const named = namedBars(bars, isOfDays);
  const chart = isFree ? (
    <p className="mt-3 text-fg-muted">No cost is known in this time.</p>
  ) : (
    <>
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
        {/* biome-ignore lint/a11y/useSemanticElements: not a part of a form */}
        <div
          role="group"
          aria-label={`Cost by ${step}, at most ${costText(most)}`}
          className={cn(
            "relative flex h-44 items-end border-line-strong border-b",
            bars.length <= 62 && "gap-px md:gap-1",
          )}
        >
          {ticks.slice(1).map((tick) => (
            <i
              key={tick}
              style={{ bottom: `${(tick / most) * 100}%` }}
              className="absolute inset-x-0 border-chart-grid border-t"
            />
          ))}
          {bars.map(({ at, href, parts, sum }) => (
            <Bar key={at} href={href} label={`${stepWords(at, step)}: ${costText(sum)}`} height={sum / most}>
              {names.map((name) =>
                parts.has(name) ? (
                  <i
                    key={name}
                    style={{ flexGrow: (parts.get(name) ?? 0) / sum }}
                    className={cn("block min-h-px border-surface border-t", colourOf(name))}
                  />
                ) : null,
              )}
            </Bar>
          ))}
        </div>
        <div aria-hidden="true" className="col-start-2 flex text-12 text-fg-subtle tabular-nums">
          {bars.map(({ at }, index) => (
            <span key={at} className={cn("flex min-w-0 flex-1 whitespace-nowrap", !isOfDays && "justify-end")}>
              {named.includes(index) ? (
                <span className={cn("shrink-0", named.toReversed().indexOf(index) % 2 === 1 && "max-md:hidden")}>
                  {tickWords(at, step, isOfDays)}
                </span>
              ) : null}
            </span>
          ))}
        </div>
      </div>
      <ul className="mt-3 flex flex-wrap gap-x-5 gap-y-1">
        {names.toReversed().map((name) => (
          <li key={name} className="inline-flex min-w-0 items-center gap-1.5 [overflow-wrap:anywhere]">
            <i aria-hidden="true" className={cn("size-2.5 shrink-0 rounded-sm", colourOf(name))} />
            {name}
          </li>
        ))}
      </ul>
    </>
  );
  return (
    <div className="pb-4">
      <ChartSection
        title={`Cost by ${step} and ${group}`}
        note={
          isFree ? "US dollars (UTC)." : `US dollars (UTC), at most ${costText(most)}. The three largest on their own.`
        }
        extra={links}
        chart={chart}
        table={
          <StepTable
            caption={`Cost by ${step} and ${group}, in US dollars`}
            step={step}
            names={names.toReversed()}
            rows={bars.map(({ at, parts }) => [at, names.toReversed().map((name) => parts.get(name) ?? 0)])}
          />
        }
      />
    </div>
  );
}
