import type { ChangeRequestView } from "./change-request-views";
import { stateWords, stepWords } from "./reviews-words";

/** The fields of a change request that the board above the list shows. */
export type WaitingLine = {
  number: number;
  /** The next step: "Approve". Null if only other people can take it. */
  step: string | null;
  prompt: string;
  /** "v5 for production" */
  what: string;
  detail: string;
  at: string;
};

export function toWaitingLine(request: ChangeRequestView): WaitingLine {
  const { number, prompt, version, environment, nextStep, author, title, updatedAt } = request;
  return {
    number,
    step: nextStep && stepWords[nextStep],
    prompt,
    what: `v${version} ${nextStep === "release" ? "to" : "for"} ${environment}`,
    detail: `${author.name}: ${title}. ${stateWords(request)}`,
    at: updatedAt,
  };
}
