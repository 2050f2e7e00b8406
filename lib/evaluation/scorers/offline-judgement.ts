import { messageTexts } from "@/lib/template/requests/spoken";
import type { ModelRequest } from "../models/types";
import { judgementDescription, pairDescription, readFenced } from "./judge-prompt";
import { similarityOf, wordsOf } from "./measures/similarity";
import { wholePercent } from "./wording";

type Request = Pick<ModelRequest, "messages" | "responseSchema">;

const rules = { measure: "auto", ignoreCase: true } as const;

/** The share of the longer words of a text that occur in the answer. */
function takenUp(answer: string, task: string): number {
  const words = new Set(wordsOf(task.toLowerCase(), 2_000).filter((word) => word.length > 3));
  const own = new Set(wordsOf(answer.toLowerCase()));
  return words.size === 0 ? 1 : [...words].filter((word) => own.has(word)).length / words.size;
}

/** Rates an answer: its similarity to the expected answer, or else the share of the task's words that it contains. */
function worth(answer: string, expected: string | null, task: string): { value: number; words: string } {
  if (answer.trim() === "") return { value: 0, words: "the answer is empty" };
  if (expected !== null) {
    const { value } = similarityOf(rules, answer, expected);
    return { value, words: `the answer is ${wholePercent(value)} like the expected one` };
  }
  const value = 0.5 + takenUp(answer, task) / 2;
  return { value, words: `the answer takes up some words of the task (${wholePercent(value)})` };
}

const begin = "Offline judge, not a real judgement:";

/**
 * Returns the verdict of the offline model as JSON. It is deterministic and says that it is not a real judgement. Null:
 * the request does not ask for a verdict.
 */
export function offlineJudgement({ messages, responseSchema }: Request): string | null {
  const what = responseSchema?.description;
  if (what !== judgementDescription && what !== pairDescription) return null;
  const text = messageTexts(messages.slice(-1))[0]?.text ?? "";
  const part = (name: string) => readFenced(text, name);
  const expected = part("expected");
  const task = part("task") ?? "";
  if (what === pairDescription) {
    const [first, second] = [part("first") ?? "", part("second") ?? ""].map((one) => worth(one, expected, task).value);
    const gap = (first ?? 0) - (second ?? 0);
    const better = Math.abs(gap) < 0.02 ? "tie" : gap > 0 ? "first" : "second";
    return JSON.stringify({ rationale: `${begin} it compares words.`, better });
  }
  const { value, words } = worth(part("answer") ?? "", expected, task);
  const properties = responseSchema?.properties as { score?: { enum?: number[] } } | undefined;
  const steps = properties?.score?.enum;
  const score = steps ? (steps[Math.round(value * (steps.length - 1))] ?? 0) : Math.round(value * 100) / 100;
  return JSON.stringify({ rationale: `${begin} ${words}.`, score });
}
