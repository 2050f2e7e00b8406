import { z } from "zod";
import { createApiKey } from "@/lib/auth/commands/create-api-key";
import { revokeApiKey } from "@/lib/auth/commands/revoke-api-key";
import { rotateApiKey } from "@/lib/auth/commands/rotate-api-key";
import { listApiKeys } from "@/lib/auth/queries/api-keys";
import { createApiKeyInput, rotateApiKeyInput } from "@/lib/auth/schema";
import { created, ok } from "../answer";
import { endpoint } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { idPath } from "./fields";
import { keyView, newKeyView, pageOf } from "./schema";

const tag = "API keys";

export const keyEndpoints = [
  endpoint({
    id: "listApiKeys",
    method: "get",
    path: "/keys",
    tag,
    summary: "List API keys, newest first",
    permission: "key:read",
    query: z.strictObject(pageQuery),
    idempotency: "none",
    answer: { status: 200, description: "A page of keys, without the keys themselves.", schema: pageOf(keyView) },
    errors: ["invalid_limit", "invalid_cursor"],
    async handle({ actor, query }) {
      return ok(await listApiKeys(actor, toPageRequest(query)));
    },
  }),
  endpoint({
    id: "createApiKey",
    method: "post",
    path: "/keys",
    tag,
    summary: "Make an API key",
    description:
      "The answer is the only time the key is shown. A key cannot make one that reaches further than itself.",
    permission: "key:write",
    body: createApiKeyInput,
    idempotency: "unstored",
    answer: { status: 201, description: "The key, shown this once.", schema: newKeyView },
    errors: ["not_found", "environment_not_allowed", "timestamp_out_of_range"],
    async handle({ actor, body }) {
      return created(await createApiKey(actor, body));
    },
  }),
  endpoint({
    id: "revokeApiKey",
    method: "delete",
    path: "/keys/{id}",
    tag,
    summary: "Revoke an API key at once",
    permission: "key:write",
    params: idPath,
    idempotency: "none",
    answer: { status: 200, description: "The revoked key.", schema: keyView },
    errors: ["invalid_id", "not_found", "environment_not_allowed"],
    async handle({ actor, params }) {
      return ok(await revokeApiKey(actor, params));
    },
  }),
  endpoint({
    id: "rotateApiKey",
    method: "post",
    path: "/keys/{id}/rotate",
    tag,
    summary: "Make a successor with the same rights",
    description: "The old key goes on for overlapHours (24 when left out), then expires.",
    permission: "key:write",
    params: idPath,
    body: rotateApiKeyInput.omit({ id: true }),
    isBodyOptional: true,
    idempotency: "unstored",
    answer: { status: 201, description: "The new key, shown this once.", schema: newKeyView },
    errors: ["invalid_id", "not_found", "invalid_state", "environment_not_allowed"],
    async handle({ actor, params: { id }, body }) {
      return created(await rotateApiKey(actor, { id, ...body }));
    },
  }),
];
