import { toCsv } from "@/lib/core/csv";
import { dimensions } from "@/lib/registry/gate/dimensions";
import type { AnswerView } from "../runs/answer-view";
import type { ComparedCaseDetail } from "./views";

const columns = [
  "position",
  "case_key",
  "title",
  "tags",
  "variables",
  "expected",
  "verdict",
  "repeat",
  "answer",
  "error",
  ...dimensions.flatMap((one) => [one, `${one}_passed`, `${one}_baseline`]),
  "scores",
  "baseline_answer",
  "latency_ms",
  "cost_usd",
];

const cell = (value: unknown) => (typeof value === "object" && value !== null ? JSON.stringify(value) : value);
const row = (cells: readonly unknown[]) => toCsv([cells.map(cell)]);

/** The header row of the CSV export of a run's cases. */
export const caseCsvHead = row(columns);

const scoreText = ({ scores }: AnswerView) =>
  scores.map(({ scorer, explanation, ...of }) => {
    const value = of.state === "scored" ? String(of.value) : of.state;
    return `${scorer}: ${value}. ${explanation}`;
  });

/** Returns the cases as CSV rows (RFC 4180), one per answer, escaped for spreadsheets. Pure. */
export function toCaseCsv(cases: readonly ComparedCaseDetail[]): string {
  return cases
    .flatMap(({ key, position, title, tags, verdict, case: testCase, now, baseline }) =>
      now.answers.map((answer) =>
        row([
          position,
          key,
          title,
          tags.join(", "),
          testCase.variables,
          testCase.expected,
          verdict,
          answer.repeat,
          answer.output,
          answer.error && `${answer.error.code}: ${answer.error.message}`,
          ...dimensions.flatMap((one) => [
            now.result?.scores[one],
            now.result?.passed[one],
            baseline?.result?.scores[one],
          ]),
          scoreText(answer).join("\n"),
          baseline?.answers.find(({ repeat }) => repeat === answer.repeat)?.output,
          answer.latencyMs,
          answer.costUsd,
        ]),
      ),
    )
    .join("");
}
