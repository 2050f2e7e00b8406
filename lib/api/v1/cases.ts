import { z } from "zod";
import { count } from "@/lib/core/view-fields";
import {
  addCases,
  changeCases,
  removeCases,
  replaceCase,
  restoreCases,
} from "@/lib/evaluation/suites/commands/change-cases";
import { listCases } from "@/lib/evaluation/suites/queries";
import { caseChangesInput, casesChange, casesInput } from "@/lib/evaluation/suites/schema";
import { caseView } from "@/lib/evaluation/suites/views";
import { ok } from "../answer";
import { endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { id, idPath, revisionText } from "./fields";

// The cases of a suite in responses.
const changedCases = z.strictObject({ revision: count, cases: z.array(caseView) }).meta({ id: "ChangedCases" });

const changedSet = changedCases
  .extend({ removed: z.array(caseView).meta({ description: "The removed cases." }) })
  .meta({ id: "ChangedSet" });

const casePage = z.strictObject({
  items: z.array(caseView),
  nextCursor: z.string().nullable(),
  revision: count.meta({ description: "The revision of these cases." }),
});

const endpoint = endpointsOf("Suites");

const casePath = z.strictObject({ id, caseKey: id });

export const caseEndpoints = [
  endpoint({
    id: "listCases",
    method: "get",
    path: "/suites/{id}/cases",
    summary: "List a suite's cases",
    permission: "prompt:read",
    params: idPath,
    query: z.strictObject({
      revision: revisionText.optional(),
      tag: z.string().max(50).optional(),
      search: z
        .string()
        .max(200)
        .optional()
        .meta({ description: "Only cases whose name, values, expected answer or tags contain this text." }),
      ...pageQuery,
    }),
    answer: { status: 200, description: "A page of cases.", schema: casePage },
    async handle({ actor, params, query: { revision, limit, cursor, ...filter } }) {
      const page = { ...toPageRequest({ limit, cursor }), ...filter };
      const at = revision === undefined ? {} : { revision: Number(revision) };
      return ok(await listCases(actor, params.id, { ...page, ...at }));
    },
  }),
  endpoint({
    id: "addCases",
    method: "post",
    path: "/suites/{id}/cases",
    summary: "Add up to 1,000 cases",
    description: "All cases are added as one revision of the suite, or none.",
    permission: "suite:write",
    params: idPath,
    body: z.strictObject({ cases: casesInput }),
    bodyLimitBytes: 8 * 1024 * 1024,
    idempotency: "stored",
    answer: { status: 201, description: "The added cases.", schema: changedCases },
    errors: ["invalid_state", "reserved_variable_name", "schema_too_slow", "invalid_name"],
    run: ({ actor, params, body }) => addCases(actor, { id: params.id, cases: body.cases }),
  }),
  endpoint({
    id: "changeCases",
    method: "patch",
    path: "/suites/{id}/cases",
    summary: "Replace, add, remove and restore cases",
    description:
      "All changes become one revision of the suite, or none is made. If a case has changed since its `expectedRevision`, the request gets 409 `revision_conflict` and no case is replaced.",
    permission: "suite:write",
    params: idPath,
    body: casesChange,
    bodyLimitBytes: 8 * 1024 * 1024,
    idempotency: "stored",
    answer: { status: 200, description: "The changed cases.", schema: changedSet },
    errors: ["invalid_state", "revision_conflict", "reserved_variable_name", "schema_too_slow"],
    run: ({ actor, params, body }) => changeCases(actor, { id: params.id, ...body }),
  }),
  endpoint({
    id: "replaceCase",
    method: "patch",
    path: "/suites/{id}/cases/{caseKey}",
    summary: "Replace a case",
    description:
      "Earlier revisions keep the old case. Omitted fields do not change. If nothing changes, no revision is created.",
    permission: "suite:write",
    params: casePath,
    body: caseChangesInput,
    answer: { status: 200, description: "The case.", schema: changedCases },
    errors: ["invalid_state", "revision_conflict", "reserved_variable_name", "schema_too_slow"],
    run: ({ actor, params, body }) => replaceCase(actor, { ...params, changes: body }),
  }),
  endpoint({
    id: "removeCase",
    method: "delete",
    path: "/suites/{id}/cases/{caseKey}",
    summary: "Remove a case from the suite",
    description: "Earlier revisions keep the case.",
    permission: "suite:write",
    params: casePath,
    answer: { status: 200, description: "The removed case.", schema: changedCases },
    errors: ["invalid_state"],
    run: ({ actor, params: { id: suite, caseKey } }) => removeCases(actor, { id: suite, caseKeys: [caseKey] }),
  }),
  endpoint({
    id: "restoreCase",
    method: "post",
    path: "/suites/{id}/cases/{caseKey}/restore",
    summary: "Restore a removed case",
    permission: "suite:write",
    params: casePath,
    body: z.strictObject({}),
    isBodyOptional: true,
    idempotency: "stored",
    answer: { status: 200, description: "The case.", schema: changedCases },
    errors: ["invalid_state"],
    run: ({ actor, params: { id: suite, caseKey } }) => restoreCases(actor, { id: suite, caseKeys: [caseKey] }),
  }),
];
