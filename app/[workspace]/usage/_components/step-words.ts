import type { UsageStep } from "@/lib/requests/usage-steps";

const formats: Record<UsageStep, Intl.DateTimeFormatOptions> = {
  hour: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  day: { day: "numeric", month: "short" },
  week: { day: "numeric", month: "short" },
  month: { month: "short", year: "numeric" },
};

/** "17 Nov" of a day, "17 Nov, 14:00" of an hour, "Nov 2026" of a month. */
export const stepWords = (at: string, step: UsageStep): string =>
  new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...formats[step] }).format(new Date(at));

/** A label within a sentence: "prompt" of "Prompt", but "API key". */
export const inSentence = (label: string): string => label.replace(/^[A-Z](?![A-Z])/, (first) => first.toLowerCase());
