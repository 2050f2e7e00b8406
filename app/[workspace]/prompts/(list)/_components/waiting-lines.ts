import { stateWords } from "@/app/[workspace]/_components/change-words";
import type { ChangeRequestView } from "@/lib/registry/change-request-views";
import { stepWords } from "@/lib/registry/reviews-words";

/** A change request as the board above the list shows it, and nothing else of it. */
export type WaitingLine = {
  number: number;
  /** What to do: "Approve"; null where only somebody else can go on. */
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
