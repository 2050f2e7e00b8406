import { z } from "zod";
import { createGuard, removeGuard, replaceGuard } from "@/lib/guards/commands/save-guard";
import { getGuardByIdOrThrow, listGuardChecks, listGuards } from "@/lib/guards/queries/guards";
import { createGuardInput, guardFields } from "@/lib/guards/schema";
import { guardCheckView, guardView } from "@/lib/guards/views";
import { promptName } from "@/lib/registry/schema";
import { created, ok } from "../answer";
import { type AnswerDoc, endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { environmentName, idPath } from "./fields";
import { pageOf } from "./schema";

const endpoint = endpointsOf("Guards");
const answer = { status: 200, description: "The guard.", schema: guardView } as const satisfies AnswerDoc;
const acts = ["invalid_id", "not_found", "environment_not_allowed"] as const;
const ranges = ["number_out_of_range"] as const;

export const guardEndpoints = [
  endpoint({
    id: "listGuards",
    method: "get",
    path: "/guards",
    summary: "List guards, newest first",
    permission: "prompt:read",
    query: z.strictObject({ prompt: promptName.optional(), environment: environmentName.optional(), ...pageQuery }),
    answer: { status: 200, description: "A page of guards.", schema: pageOf(guardView) },
    run: ({ actor, query: { limit, cursor, ...filter } }) =>
      listGuards(actor, { ...filter, ...toPageRequest({ limit, cursor }) }),
  }),
  endpoint({
    id: "createGuard",
    method: "post",
    path: "/guards",
    summary: "Create a guard on a prompt in an environment",
    description:
      "Compares the live version with the previous one, on the newest scored answers and feedback. The guard alerts when the live version is clearly worse. When the live version is worse by `critical` at two checks in a row, or at one check with no new score in the following minute, the guard rolls back to the last good version. The version that was rolled back stays locked until a person promotes it again. If the prompt has no online evaluation in the environment, one with the default settings starts; it scores feedback and the measurements that come with the answers.",
    permission: "guard:write",
    body: createGuardInput,
    idempotency: "stored",
    answer: { ...answer, status: 201 },
    errors: [...ranges, "invalid_name", "not_found", "already_exists", "invalid_state", "environment_not_allowed"],
    handle: async ({ actor, body }) => created(await createGuard(actor, body)),
  }),
  endpoint({
    id: "getGuard",
    method: "get",
    path: "/guards/{id}",
    summary: "Get a guard and its state",
    permission: "prompt:read",
    params: idPath,
    answer,
    handle: async ({ actor, params: { id } }) => ok(await getGuardByIdOrThrow(actor, id)),
  }),
  endpoint({
    id: "replaceGuard",
    method: "put",
    path: "/guards/{id}",
    summary: "Replace the settings of a guard",
    description:
      "Omitted fields get their defaults. The guard starts its tests again at the next check. A cool-down continues.",
    permission: "guard:write",
    params: idPath,
    body: guardFields,
    answer,
    errors: [...ranges, ...acts, "invalid_state"],
    handle: async ({ actor, params: { id }, body }) => ok(await replaceGuard(actor, { id, ...body })),
  }),
  endpoint({
    id: "removeGuard",
    method: "delete",
    path: "/guards/{id}",
    summary: "Remove a guard",
    permission: "guard:write",
    params: idPath,
    answer: { ...answer, description: "The removed guard." },
    errors: acts,
    handle: async ({ actor, params: { id } }) => ok(await removeGuard(actor, { id })),
  }),
  endpoint({
    id: "listGuardChecks",
    method: "get",
    path: "/guards/{id}/checks",
    summary: "List the checks of a guard, newest first",
    description:
      "A check is recorded when its result differs from the previous one, and every five minutes. Checks are kept for 90 days.",
    permission: "prompt:read",
    params: idPath,
    query: z.strictObject(pageQuery),
    answer: { status: 200, description: "A page of checks.", schema: pageOf(guardCheckView) },
    run: ({ actor, params: { id }, query }) => listGuardChecks(actor, { id, ...toPageRequest(query) }),
  }),
];
