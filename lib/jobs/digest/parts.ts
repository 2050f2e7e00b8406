import { usd } from "@/lib/alerts/words";
import type { LetterPart } from "@/lib/auth/mail/letters";
import type { WaitingExperiment } from "@/lib/experiments/queries/experiments";
import type { GotWorse } from "@/lib/guards/queries/got-worse";
import type { ChangeRequestView } from "@/lib/registry/change-request-views";
import { stepWords } from "@/lib/registry/reviews-words";

type ListPart<T> = { count: number; items: readonly T[] };

/** The data of a digest. `waiting`: what waits for the person, or all open requests for a team. */
export type DigestFacts = {
  worse: ListPart<GotWorse>;
  waiting: ListPart<ChangeRequestView>;
  verdicts: readonly WaitingExperiment[];
  spend: { costUsd: number; before: number; answers: number; most: { name: string; costUsd: number } | null };
};

const count = new Intl.NumberFormat("en-US");

/** Whether there is anything to report. Pure. */
export const hasNews = ({ worse, waiting, verdicts, spend }: DigestFacts) =>
  worse.count + waiting.count + verdicts.length + spend.answers + spend.before > 0;

/** Returns the parts of the message for a person, or for everyone who reads a channel. Pure. */
export function digestParts(facts: DigestFacts, audience: "person" | "team"): LetterPart[] {
  const { worse, waiting, verdicts } = facts;
  return [
    { title: "Got worse", lines: listed(worse.items.map(worseWords), worse.count, "Nothing.") },
    audience === "person"
      ? { title: "Waiting for you", lines: listed(waiting.items.map(waitingWords), waiting.count, "Nothing.") }
      : { title: "Open change requests", lines: listed(waiting.items.map(requestWords), waiting.count, "None.") },
    {
      title: "Experiments to decide",
      lines: listed(
        verdicts.slice(0, 5).map(({ name, finding }) => `${name}: ${finding.sentence}`),
        verdicts.length,
        "None.",
      ),
    },
    { title: "Cost", lines: spendWords(facts.spend) },
  ];
}

function listed(lines: string[], total: number, none: string): string[] {
  if (total === 0) return [none];
  return total > lines.length ? [...lines, `And ${total - lines.length} more.`] : lines;
}

function worseWords({ prompt, environment, version, from, words }: GotWorse): string {
  const what = from === null ? `v${version} is worse` : `v${from} was rolled back automatically, v${version} is live`;
  return `${prompt} in ${environment}: ${what}.${words ? ` ${words}` : ""}`;
}

function waitingWords(request: ChangeRequestView): string {
  return `${request.nextStep ? stepWords[request.nextStep] : "Read"} ${requestWords(request)}`;
}

const requestWords = ({ prompt, version, environment, title }: ChangeRequestView): string =>
  `${prompt} v${version} for ${environment}: ${title}`;

function spendWords({ costUsd, before, answers, most }: DigestFacts["spend"]): string[] {
  const sum = `${usd(costUsd)} for ${count.format(answers)} answers. The week before: ${usd(before)}.`;
  return most && most.costUsd > 0 ? [sum, `Most of it: ${most.name}, ${usd(most.costUsd)}.`] : [sum];
}
