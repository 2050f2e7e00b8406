"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { approveSuite } from "@/lib/evaluation/suite-changes/commands";
import { getSuiteChanges } from "@/lib/evaluation/suite-changes/queries/suite-changes";
import { approveSuiteInput } from "@/lib/evaluation/suite-changes/schema";
import { addCases, changeCases, replaceCase } from "@/lib/evaluation/suites/commands/change-cases";
import { restoreRevision } from "@/lib/evaluation/suites/commands/restore-revision";
import { createSuite, updateSuite } from "@/lib/evaluation/suites/commands/suites";
import { listCases, listCasesByKey, listSuites } from "@/lib/evaluation/suites/queries";
import { listRevisions } from "@/lib/evaluation/suites/revisions/queries";
import {
  addCasesInput,
  changeCasesInput,
  createSuiteInput,
  replaceCaseInput,
  restoreRevisionInput,
  suiteLimits,
  updateSuiteInput,
} from "@/lib/evaluation/suites/schema";
import { gatePolicyKey } from "@/lib/registry/gate/schema";
import { toCaseFilter, toSuiteFilter } from "./_components/filters";

const cursor = z.string().max(2_000);

/** Returns the next page of the suites. */
export const loadMoreSuites = defineAction(
  z.strictObject({ q: z.string(), archived: z.boolean(), cursor }),
  (actor, { cursor: after, ...filters }) => listSuites(actor, { ...toSuiteFilter(filters), limit: 50, cursor: after }),
);

/** Returns the next page of a suite's cases. */
export const loadMoreCases = defineAction(
  z.strictObject({
    id: z.guid(),
    q: z.string(),
    tag: z.string().nullable(),
    revision: z.int().min(0).nullable(),
    cursor,
    limit: z.int().min(1).max(500),
  }),
  (actor, { id, cursor: after, limit, ...filters }) =>
    listCases(actor, id, { ...toCaseFilter(filters), limit, cursor: after }),
);

/** Returns the next page of a suite's revisions. */
export const loadMoreRevisions = defineAction(
  z.strictObject({ id: z.guid(), cursor }),
  (actor, { id, cursor: after }) => listRevisions(actor, id, { limit: 50, cursor: after }),
);

/** Returns the changes of cases and scorers that wait for the approval of a gate. */
export const loadSuiteChanges = defineAction(gatePolicyKey, getSuiteChanges);

/** Approves the current state of a gate's suite. */
export const approveGateSuite = defineAction(approveSuiteInput, approveSuite);
export const makeSuite = defineAction(createSuiteInput, createSuite);
export const changeSuite = defineAction(updateSuiteInput, updateSuite);
/** Restores the cases of an earlier revision. */
export const bringRevisionBack = defineAction(restoreRevisionInput, restoreRevision);
export const addToSuite = defineAction(addCasesInput, addCases);
export const changeCase = defineAction(replaceCaseInput, replaceCase);
/** Changes several cases of a suite as one revision. */
export const changeManyCases = defineAction(changeCasesInput, changeCases);
/** Returns the current state of cases, after a conflict with another person's change. */
export const readCases = defineAction(
  z.strictObject({ id: z.guid(), caseKeys: z.array(z.guid()).min(1).max(suiteLimits.casesPerCall) }),
  (actor, { id, caseKeys }) => listCasesByKey(actor, id, caseKeys),
);
