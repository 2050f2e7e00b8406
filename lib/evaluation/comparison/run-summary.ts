import { capitalize, listWords, pluralize } from "@/lib/core/words";
import { type Dimension, dimensions } from "@/lib/registry/gate/dimensions";
import type { GateResult } from "@/lib/registry/gate/result";
import type { RunView } from "../runs/types";
import type { Comparison } from "./queries/whole";

/** The verdict of a run: a short label, a sentence, and its basis. */
export type RunSummary = {
  tone: "blocked" | "passes" | "none" | "running" | "even";
  kicker: string;
  title: string;
  text: string[];
  /** Whether an admin may override the gate. */
  isBlocked: boolean;
};

type SummaryInput = { run: RunView; gate: GateResult | null; comparison: Comparison };
type SummaryWords = Omit<RunSummary, "isBlocked">;

/** Returns the sentence at the top of the page of a run. Pure. */
export function describeRun(input: SummaryInput): RunSummary {
  const words = unfinishedWords(input.run) ?? gateWords(input) ?? comparisonWords(input);
  return { ...words, isBlocked: input.run.status === "finished" && isInTheWay(input.gate) };
}

const isInTheWay = (gate: GateResult | null) =>
  gate !== null && (gate.state === "failed" || gate.state === "inconclusive" || gate.state === "missing");

function unfinishedWords({ version, status, statusReason, progress, prompt }: RunView): SummaryWords | null {
  const { done, total, failed } = progress;
  const part = `${done.toLocaleString("en-US")} of ${pluralize(total, "answer")}`;
  if (status === "queued")
    return {
      tone: "running",
      kicker: "Waiting",
      title: `v${version} is queued.`,
      text: [`Other runs are ahead of it. ${pluralize(total, "answer")} to generate.`],
    };
  if (status === "running")
    return {
      tone: "running",
      kicker: "Running",
      title: `v${version} is being evaluated.`,
      text: ["There is no verdict until every answer is scored."],
    };
  const came = failed > 0 && failed === done ? "stopped without an answer" : `stopped after ${part}`;
  const why = statusReason ? [statusReason] : [];
  if (status === "cancelled")
    return {
      tone: "none",
      kicker: "Cancelled",
      title: `v${version} was evaluated only in part.`,
      text: [...why, `${part} were completed. They do not count for a gate.`],
    };
  if (status === "failed")
    return {
      tone: "none",
      kicker: "Run failed",
      title: `The evaluation of v${version} ${came}.`,
      text: [...why, `Nothing changed for the users of ${prompt}. Run it again when the problem is fixed.`],
    };
  return null;
}

function gateWords({ run, gate }: SummaryInput): SummaryWords | null {
  if (!gate) return null;
  const { version } = run;
  const reasons = gate.reasons.map(({ message }) => message);
  const where = gate.environment;
  if (gate.run && gate.run.id !== run.id && gate.state !== "missing")
    return {
      tone: "none",
      kicker: "Gate: decided by a newer run",
      title: `A newer run of v${version} replaces it.`,
      text: ["The gate reads the newest run on the same cases. These results do not change."],
    };
  if (gate.state === "failed")
    return {
      tone: "blocked",
      kicker: "Gate: blocked",
      title: `v${version} cannot go to ${where}. ${worst(gate)}`.trim(),
      text: [...reasons, passing(gate)].filter(Boolean),
    };
  if (gate.state === "passed")
    return {
      tone: "passes",
      kicker: "Gate: passes",
      title: `v${version} may go to ${where}. ${moved(gate)}`.trim(),
      text: gate.comparison ? [gate.comparison.sentence, gate.comparison.sensitivity] : [passing(gate)],
    };
  if (gate.state === "inconclusive")
    return {
      tone: "none",
      kicker: "Gate: no verdict",
      title: `v${version} has no verdict, so it cannot go to ${where}.`,
      text: reasons,
    };
  if (gate.state === "running")
    return {
      tone: "running",
      kicker: "Gate: waiting",
      title: `v${version} is waiting for the run that it is compared with.`,
      text: reasons,
    };
  return { tone: "none", kicker: "Gate: waiting", title: `v${version} cannot go to ${where} yet.`, text: reasons };
}

/**
 * Describes the worst result of a blocked version: worse than live first, then most broken cases, then below minimum.
 */
function worst({ dimensions: rows, reasons }: GateResult): string {
  const isWorse = ({ dimension }: { dimension: Dimension }) =>
    reasons.some((one) => one.code === "worse_than_live" && one.dimension === dimension);
  const rank = (row: GateResult["dimensions"][number]) => (isWorse(row) ? 1_000_000 : 0) + row.broken;
  const failing = rows.filter(({ passes }) => !passes).toSorted((one, other) => rank(other) - rank(one));
  const [first] = failing;
  if (!first) return "";
  if (first.broken > 0) return `It breaks ${withArticle[first.dimension]} in ${pluralize(first.broken, "case")}.`;
  const names = listWords(failing.map(({ dimension }) => dimension));
  return `${capitalize(names)} ${failing.length === 1 ? "is" : "are"} below the minimum.`;
}

const withArticle: Record<Dimension, string> = {
  accuracy: "accuracy",
  format: "the format",
  safety: "safety",
  consistency: "consistency",
};

function moved({ comparison, liveVersion }: GateResult): string {
  if (!comparison) return "";
  const { fixed, broken } = comparison;
  if (fixed === 0 && broken === 0) return `It does as well as v${liveVersion} in every case.`;
  if (broken === 0) return `It fixes ${pluralize(fixed, "case")} and breaks none.`;
  return fixed === 0
    ? `It breaks ${pluralize(broken, "case")}, no more than expected by chance.`
    : `It fixes ${pluralize(fixed, "case")} and breaks ${broken}.`;
}

function passing({ dimensions: rows }: GateResult): string {
  const fine = rows.filter(({ passes }) => passes).map(({ dimension }) => dimension);
  if (fine.length === 0) return "";
  return `${capitalize(listWords(fine))} ${fine.length === 1 ? "passes" : "pass"}.`;
}

function comparisonWords({ run, comparison }: SummaryInput): SummaryWords {
  const { version } = run;
  const { baseline, counts } = comparison;
  if (run.inconclusive)
    return {
      tone: "none",
      kicker: "No verdict",
      title: `The results of v${version} are not reliable.`,
      text: [run.inconclusive],
    };
  const gateless =
    run.trigger === "baseline"
      ? "It is a baseline for other versions."
      : run.environment
        ? `There is no gate for ${run.environment}.`
        : "It was started by hand, so it changes no gate.";
  if (!baseline)
    return {
      tone: "even",
      kicker: "Results",
      title: standing(version, counts.all, counts.failed),
      text: [run.trigger === "baseline" ? gateless : `${gateless} Compare it with another run to see what it breaks.`],
    };
  const of = `v${baseline.version}`;
  const isSame = counts.broken === 0 && counts.fixed === 0;
  const title =
    isSame && counts.same === counts.all && counts.failed === counts.all
      ? `Both fail ${every(counts.all)}.`
      : isSame
        ? `v${version} does as well as ${of} in every case.`
        : counts.broken === 0
          ? `v${version} fixes ${pluralize(counts.fixed, "case")} and breaks none.`
          : `v${version} breaks ${pluralize(counts.broken, "case")} and fixes ${counts.fixed === 0 ? "none" : counts.fixed}.`;
  return { tone: "even", kicker: `Against ${of}`, title, text: [byDimension(comparison), gateless].filter(Boolean) };
}

const every = (cases: number) => (cases === 1 ? "the only case" : `all ${pluralize(cases, "case")}`);

function standing(version: number, all: number, failing: number): string {
  if (failing === 0) return `v${version} passes ${every(all)}.`;
  if (failing === all) return `v${version} fails ${every(all)}.`;
  return `v${version} passes ${all - failing} of ${pluralize(all, "case")}.`;
}

function byDimension({ dimensions: of }: Comparison): string {
  const worse = dimensions.filter((one) => of[one].broken > 0);
  const words = worse.map(
    (one, index) => `${one} broke in ${index ? of[one].broken : pluralize(of[one].broken, "case")}`,
  );
  return worse.length > 0 ? `${capitalize(listWords(words))}.` : "";
}
