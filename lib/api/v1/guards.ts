import { z } from "zod";
import { createGuard, removeGuard, replaceGuard } from "@/lib/guards/commands/save-guard";
import { getGuardByIdOrThrow, listGuardChecks, listGuards } from "@/lib/guards/queries/guards";
import { createGuardInput, guardFields } from "@/lib/guards/schema";
import { guardCheckView, guardView } from "@/lib/guards/views";
import { promptName } from "@/lib/registry/schema";
import { created, ok } from "../answer";
import { type AnswerDoc, endpoint } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { environmentName, idPath } from "./fields";
import { pageOf } from "./schema";

const tag = "Guards";
const answer = { status: 200, description: "The guard.", schema: guardView } as const satisfies AnswerDoc;
const acts = ["invalid_id", "not_found", "environment_not_allowed"] as const;
const ranges = ["number_out_of_range"] as const;

export const guardEndpoints = [
  endpoint({
    id: "listGuards",
    method: "get",
    path: "/guards",
    tag,
    summary: "List guards, the newest first",
    permission: "prompt:read",
    query: z.strictObject({ prompt: promptName.optional(), environment: environmentName.optional(), ...pageQuery }),
    idempotency: "none",
    answer: { status: 200, description: "A page of guards.", schema: pageOf(guardView) },
    errors: ["invalid_limit", "invalid_cursor", "invalid_name"],
    async handle({ actor, query: { limit, cursor, ...filter } }) {
      return ok(await listGuards(actor, { ...filter, ...toPageRequest({ limit, cursor }) }));
    },
  }),
  endpoint({
    id: "createGuard",
    method: "post",
    path: "/guards",
    tag,
    summary: "Watch a prompt in an environment",
    description:
      "Compares what is live with the version before it, on the newest scored answers and feedback. It alerts when the live version is clearly worse. When it is worse by `critical` at two looks in a row, or at one that no score follows for a minute, it rolls back to the last known good version; the worse one stays locked until a person promotes it again. Where the prompt has no online evaluation there yet, one with the defaults starts: it scores feedback and what came with the answers.",
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
    tag,
    summary: "Get a guard and its state",
    permission: "prompt:read",
    params: idPath,
    idempotency: "none",
    answer,
    errors: ["invalid_id", "not_found"],
    handle: async ({ actor, params: { id } }) => ok(await getGuardByIdOrThrow(actor, id)),
  }),
  endpoint({
    id: "replaceGuard",
    method: "put",
    path: "/guards/{id}",
    tag,
    summary: "Replace what a guard watches",
    description: "Omitted fields take their defaults. It starts over with the next check; a cool-down continues.",
    permission: "guard:write",
    params: idPath,
    body: guardFields,
    idempotency: "none",
    answer,
    errors: [...ranges, ...acts, "invalid_state"],
    handle: async ({ actor, params: { id }, body }) => ok(await replaceGuard(actor, { id, ...body })),
  }),
  endpoint({
    id: "removeGuard",
    method: "delete",
    path: "/guards/{id}",
    tag,
    summary: "Remove a guard",
    permission: "guard:write",
    params: idPath,
    idempotency: "none",
    answer: { ...answer, description: "The removed guard." },
    errors: acts,
    handle: async ({ actor, params: { id } }) => ok(await removeGuard(actor, { id })),
  }),
  endpoint({
    id: "listGuardChecks",
    method: "get",
    path: "/guards/{id}/checks",
    tag,
    summary: "List the checks of a guard, newest first",
    description:
      "A check is recorded when its result differs from the one before it, and every five minutes. Checks are kept for 90 days.",
    permission: "prompt:read",
    params: idPath,
    query: z.strictObject(pageQuery),
    idempotency: "none",
    answer: { status: 200, description: "A page of checks.", schema: pageOf(guardCheckView) },
    errors: ["invalid_id", "not_found", "invalid_limit", "invalid_cursor"],
    async handle({ actor, params: { id }, query }) {
      return ok(await listGuardChecks(actor, { id, ...toPageRequest(query) }));
    },
  }),
];
