import { pluralize } from "@/lib/core/words";
import type { RunPreview } from "@/lib/evaluation/runs/commands/create-run";
import { dollarText, secondsText } from "@/lib/evaluation/runs/figures";

export type VersionChoice = { version: number; message: string; liveIn: string[]; copy: string | null };
export type SuiteChoice = { id: string; name: string; prompt: string | null; cases: number };

/** The values of the fields, as text. */
export type RunForm = {
  prompt: string;
  version: string;
  suite: string;
  /** "provider/name", or "" for the version's own model. */
  model: string;
  repeats: string;
  concurrency: string;
  budget: string;
  /** The number of a version, or "" for none. */
  baseline: string;
};

export const emptyForm: RunForm = {
  prompt: "",
  version: "",
  suite: "",
  model: "",
  repeats: "1",
  concurrency: "10",
  budget: "",
  baseline: "",
};

/** The initial version: the given one, or else the newest of the prompt itself. Pure. */
export function firstVersion(versions: readonly VersionChoice[], requested: number | undefined): string {
  const first =
    versions.find(({ version }) => version === requested) ?? versions.find(({ copy }) => copy === null) ?? versions[0];
  return first ? String(first.version) : "";
}

/** The initial baseline: the live version, preferably in production. "" if that is the selected version. Pure. */
export function firstBaseline(versions: readonly VersionChoice[], version: string): string {
  const live =
    versions.find(({ liveIn }) => liveIn.includes("production")) ?? versions.find(({ liveIn }) => liveIn.length > 0);
  return live && String(live.version) !== version ? String(live.version) : "";
}

/** Sorts the prompt's own suites first. Pure. */
export function suitesFor(suites: readonly SuiteChoice[], prompt: string): SuiteChoice[] {
  const own = suites.filter((suite) => suite.prompt === prompt);
  return [...own, ...suites.filter((suite) => suite.prompt !== prompt)];
}

/**
 * The initial suite: one of the prompt, else one of no prompt. "" while no prompt is chosen, or if there is none. Pure.
 */
export function firstSuite(suites: readonly SuiteChoice[], prompt: string): string {
  if (!prompt) return "";
  const own = suites.find((suite) => suite.prompt === prompt) ?? suites.find((suite) => suite.prompt === null);
  return own?.id ?? "";
}

/** "Refunds (12 cases)", with the prompt if it is another one. Pure. */
export function suiteLabel({ name, cases, prompt: of }: SuiteChoice, prompt: string): string {
  return `${name} (${pluralize(cases, "case")}${of && of !== prompt ? `, for ${of}` : ""})`;
}

/** "v17, live in production: Softer tone". Pure. */
export function versionLabel({ version, message, liveIn, copy }: VersionChoice): string {
  const where = liveIn.length > 0 ? `, live in ${liveIn.join(" and ")}` : copy ? `, draft copy ${copy}` : "";
  return `v${version}${where}${message ? `: ${message.slice(0, 60)}` : ""}`;
}

/** The size of the run: "120 cases × 2: 240 answers and 240 judgements". Pure. */
export function workWords({ cases, repeats, answers, judgements }: RunPreview): string {
  const judged = judgements > 0 ? ` and ${pluralize(judgements, "judgement")}` : "";
  const times = repeats > 1 ? ` × ${repeats}` : "";
  return `${pluralize(cases, "case")}${times}: ${pluralize(answers, "answer")}${judged}`;
}

/** "About $0.42, about 3 min". Pure. */
export function priceWords({ costUsd, seconds }: RunPreview): string {
  const cost = costUsd === null ? "Cost not known" : costUsd === 0 ? "Free" : `About ${dollarText(costUsd)}`;
  return `${cost}, about ${secondsText(seconds)}`;
}
