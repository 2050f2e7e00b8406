import { z } from "zod";
import { createSuite, updateSuite } from "@/lib/evaluation/suites/commands/suites";
import { getSuiteOrThrow, listSuites } from "@/lib/evaluation/suites/queries";
import { createSuiteInput, suiteChanges } from "@/lib/evaluation/suites/schema";
import { suiteView } from "@/lib/evaluation/suites/views";
import { promptName } from "@/lib/registry/schema";
import { ok } from "../answer";
import { endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { caseFileEndpoints } from "./case-files";
import { caseEndpoints } from "./cases";
import { flag, idPath } from "./fields";
import { pageOf } from "./schema";
import { suiteRevisionEndpoints } from "./suite-revisions";

const endpoint = endpointsOf("Suites");

export const suiteEndpoints = [
  endpoint({
    id: "listSuites",
    method: "get",
    path: "/suites",
    summary: "List test suites by name",
    permission: "prompt:read",
    query: z.strictObject({
      prompt: promptName.optional(),
      search: z
        .string()
        .max(200)
        .optional()
        .meta({ description: "Only suites whose name or prompt's name contains this text." }),
      isArchived: flag.optional(),
      ...pageQuery,
    }),
    answer: { status: 200, description: "A page of suites.", schema: pageOf(suiteView) },
    async handle({ actor, query: { limit, cursor, isArchived, ...filter } }) {
      const page = toPageRequest({ limit, cursor });
      return ok(await listSuites(actor, { ...filter, ...page, isArchived: isArchived === "true" }));
    },
  }),
  endpoint({
    id: "createSuite",
    method: "post",
    path: "/suites",
    summary: "Create a test suite",
    permission: "suite:write",
    body: createSuiteInput,
    idempotency: "stored",
    answer: { status: 201, description: "The new suite, without cases.", schema: suiteView },
    errors: ["already_exists", "not_found", "invalid_name"],
    run: ({ actor, body }) => createSuite(actor, body),
  }),
  endpoint({
    id: "getSuite",
    method: "get",
    path: "/suites/{id}",
    summary: "Get a suite",
    permission: "prompt:read",
    params: idPath,
    answer: { status: 200, description: "The suite.", schema: suiteView },
    run: ({ actor, params: { id } }) => getSuiteOrThrow(actor, id),
  }),
  endpoint({
    id: "updateSuite",
    method: "patch",
    path: "/suites/{id}",
    summary: "Rename or archive a suite",
    permission: "suite:write",
    params: idPath,
    body: suiteChanges,
    answer: { status: 200, description: "The suite.", schema: suiteView },
    errors: ["already_exists", "invalid_name"],
    run: ({ actor, params: { id }, body }) => updateSuite(actor, { id, ...body }),
  }),
  ...caseEndpoints,
  ...caseFileEndpoints,
  ...suiteRevisionEndpoints,
];
