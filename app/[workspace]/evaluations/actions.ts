"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { addCases, removeCases, replaceCase, restoreCases } from "@/lib/evaluation/suites/commands/cases";
import { createSuite, updateSuite } from "@/lib/evaluation/suites/commands/suites";
import { listCases, listSuites } from "@/lib/evaluation/suites/queries";
import {
  addCasesInput,
  createSuiteInput,
  removeCasesInput,
  replaceCaseInput,
  updateSuiteInput,
} from "@/lib/evaluation/suites/schema";
import { toCaseFilter, toSuiteFilter } from "./_components/filters";

const cursor = z.string().max(2_000);

/** The next page of the suites. */
export const loadMoreSuites = defineAction(
  z.strictObject({ q: z.string(), archived: z.boolean(), cursor }),
  (actor, { cursor: after, ...filters }) => listSuites(actor, { ...toSuiteFilter(filters), limit: 50, cursor: after }),
);

/** The next page of a suite's cases. */
export const loadMoreCases = defineAction(
  z.strictObject({ id: z.guid(), q: z.string(), tag: z.string().nullable(), cursor }),
  (actor, { id, cursor: after, ...filters }) =>
    listCases(actor, id, { ...toCaseFilter(filters), limit: 50, cursor: after }),
);

export const makeSuite = defineAction(createSuiteInput, createSuite);
export const changeSuite = defineAction(updateSuiteInput, updateSuite);
export const addToSuite = defineAction(addCasesInput, addCases);
export const changeCase = defineAction(replaceCaseInput, replaceCase);
export const removeFromSuite = defineAction(removeCasesInput, removeCases);
export const bringBack = defineAction(removeCasesInput, restoreCases);
