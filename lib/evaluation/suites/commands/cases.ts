import type { Actor } from "@/lib/auth/actor";
import type { AddCasesInput, RemoveCasesInput, ReplaceCaseInput } from "../schema";
import type { CaseView } from "../views";
import { changeCases } from "./change-cases";

/** What a change of cases gives back: the set it made. */
export type ChangedCases = { revision: number; cases: CaseView[] };

/** Adds cases as the next revision of the suite. */
export async function addCases(actor: Actor, { id, cases }: AddCasesInput): Promise<ChangedCases> {
  const { revision, cases: added } = await changeCases(actor, { id, add: cases });
  return { revision, cases: added };
}

/**
 * Puts an edited case in the place of the present one, under the same key, as the next revision; the old content stays
 * in the revisions before. A change that changes nothing makes no revision.
 */
export async function replaceCase(actor: Actor, { id, caseKey, changes }: ReplaceCaseInput): Promise<ChangedCases> {
  const { revision, cases } = await changeCases(actor, { id, replace: [{ caseKey, ...changes }] });
  return { revision, cases };
}

/** Takes cases out of the set as the next revision; earlier revisions keep them. All of them are there, or 404. */
export async function removeCases(actor: Actor, { id, caseKeys }: RemoveCasesInput): Promise<ChangedCases> {
  const { revision, removed } = await changeCases(actor, { id, remove: [...new Set(caseKeys)] });
  return { revision, cases: removed };
}

/** Brings removed cases back with their last content, as the next revision. Those that are there stay as they are. */
export async function restoreCases(actor: Actor, { id, caseKeys }: RemoveCasesInput): Promise<ChangedCases> {
  const { revision, cases } = await changeCases(actor, { id, restore: [...new Set(caseKeys)] });
  return { revision, cases };
}
