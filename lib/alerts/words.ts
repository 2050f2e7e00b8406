import type { PromptEnvironmentNames } from "@/lib/core/prompt-environment";
import type { BudgetData, GuardData } from "./data-fields";

/** What became worse, in sentences. */
export type GuardFacts = { findings: string };

/** The page of an incident, within the workspace. */
export const incidentPath = ({ prompt, environment, revision }: GuardData): string =>
  `incidents/${prompt}?environment=${encodeURIComponent(environment)}&revision=${revision}`;

/** The page of a prompt's live quality, within the workspace. */
export const qualityPath = ({ prompt, environment }: PromptEnvironmentNames): string =>
  `quality/${prompt}?environment=${encodeURIComponent(environment)}`;

/** The page of a prompt's versions and releases, within the workspace. */
export const historyPath = (prompt: string): string => `prompts/${prompt}/-/history`;

/** What a person wrote. */
export const inQuotes = (text: string): string => `“${text}”`;

/** The prompt or workspace of the budget, and the forecast for the month. */
export type BudgetFacts = { of: string; forecast: { byEndUsd: number; lowUsd: number; highUsd: number } | null };

/** An amount in US dollars. */
export const usd = (amount: number): string => amount.toLocaleString("en-US", { style: "currency", currency: "USD" });

/** Describes the spending so far and the forecast. */
export function spentSentence({ spentUsd }: BudgetData, { forecast }: BudgetFacts): string {
  const range = forecast
    ? ` About ${usd(forecast.byEndUsd)} by the end of the month, between ${usd(forecast.lowUsd)} and ${usd(forecast.highUsd)}.`
    : "";
  return `${usd(spentUsd)} so far.${range} Nothing is switched off.`;
}
