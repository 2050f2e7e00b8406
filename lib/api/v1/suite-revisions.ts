import { z } from "zod";
import { count } from "@/lib/core/view-fields";
import { restoreRevision } from "@/lib/evaluation/suites/commands/restore-revision";
import { listRevisions, revisionView } from "@/lib/evaluation/suites/revisions/queries";
import { restoreRevisionInput } from "@/lib/evaluation/suites/schema";
import { endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { idPath } from "./fields";
import { pageOf } from "./schema";

const endpoint = endpointsOf("Suites");

export const suiteRevisionEndpoints = [
  endpoint({
    id: "listSuiteRevisions",
    method: "get",
    path: "/suites/{id}/revisions",
    summary: "List the revisions of a suite's cases, newest first",
    permission: "prompt:read",
    params: idPath,
    query: z.strictObject(pageQuery),
    answer: { status: 200, description: "A page of revisions.", schema: pageOf(revisionView) },
    run: ({ actor, params: { id }, query }) => listRevisions(actor, id, toPageRequest(query)),
  }),
  endpoint({
    id: "restoreSuiteRevision",
    method: "post",
    path: "/suites/{id}/restore",
    summary: "Restore an earlier revision of a suite's cases",
    description:
      "The cases of the earlier revision become a new revision and keep their keys. If nothing differs, no revision is created.",
    permission: "suite:write",
    params: idPath,
    body: restoreRevisionInput.omit({ id: true }),
    idempotency: "stored",
    answer: {
      status: 200,
      description: "The new revision, and the added and removed cases.",
      schema: z.strictObject({ revision: count, added: count, removed: count }),
    },
    errors: ["invalid_state", "revision_conflict"],
    run: ({ actor, params: { id }, body }) => restoreRevision(actor, { id, ...body }),
  }),
];
