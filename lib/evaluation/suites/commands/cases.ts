import type { Actor } from "@/lib/auth/actor";
import type { AddCasesInput, RemoveCasesInput, ReplaceCaseInput } from "../schema";
import type { CaseView } from "../views";
import { changeCases } from "./change-cases";

/** The result of a change of cases: the new revision and its changed cases. */
export type ChangedCases = { revision: number; cases: CaseView[] };

/** Adds cases as the next revision of the suite. */
export async function addCases(actor: Actor, { id, cases }: AddCasesInput): Promise<ChangedCases> {
  const { revision, cases: added } = await changeCases(actor, { id, add: cases });
  return { revision, cases: added };
}

/**
 * Replaces a case under the same key, as the next revision. Earlier revisions keep the old content. An edit without a
 * difference creates no revision.
 */
export async function replaceCase(actor: Actor, { id, caseKey, changes }: ReplaceCaseInput): Promise<ChangedCases> {
  const { revision, cases } = await changeCases(actor, { id, replace: [{ caseKey, ...changes }] });
  return { revision, cases };
}

/** Removes cases as the next revision; earlier revisions keep them. Throws 404 unless all of them exist. */
export async function removeCases(actor: Actor, { id, caseKeys }: RemoveCasesInput): Promise<ChangedCases> {
  const { revision, removed } = await changeCases(actor, { id, remove: [...new Set(caseKeys)] });
  return { revision, cases: removed };
}

/** Restores removed cases with their last content, as the next revision. Cases that were not removed are unchanged. */
export async function restoreCases(actor: Actor, { id, caseKeys }: RemoveCasesInput): Promise<ChangedCases> {
  const { revision, cases } = await changeCases(actor, { id, restore: [...new Set(caseKeys)] });
  return { revision, cases };
}
