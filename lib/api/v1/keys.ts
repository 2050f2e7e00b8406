import { z } from "zod";
import { createApiKey, narrowApiKey, revokeApiKey, rotateApiKey } from "@/lib/auth/commands/api-keys";
import { apiKeyView, listApiKeys } from "@/lib/auth/queries/api-keys";
import { getApiKey, keyDetailsView } from "@/lib/auth/queries/key-details";
import { createApiKeyInput, narrowApiKeyInput, rotateApiKeyInput } from "@/lib/auth/schema";
import { endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { idPath } from "./fields";
import { pageOf } from "./schema";

const endpoint = endpointsOf("API keys");

const newKeyView = apiKeyView
  .extend({ key: z.string().meta({ description: "The secret key. It is shown only in this answer." }) })
  .meta({ id: "NewApiKey" });

export const keyEndpoints = [
  endpoint({
    id: "listApiKeys",
    method: "get",
    path: "/keys",
    summary: "List API keys, newest first",
    permission: "key:read",
    query: z.strictObject(pageQuery),
    answer: { status: 200, description: "A page of keys, without their secrets.", schema: pageOf(apiKeyView) },
    run: ({ actor, query }) => listApiKeys(actor, toPageRequest(query)),
  }),
  endpoint({
    id: "getApiKey",
    method: "get",
    path: "/keys/{id}",
    summary: "Get a key, the rights it has used, and the keys it created",
    permission: "key:read",
    params: idPath,
    answer: { status: 200, description: "The key, without its secret.", schema: keyDetailsView },
    run: ({ actor, params }) => getApiKey(actor, params),
  }),
  endpoint({
    id: "narrowApiKey",
    method: "patch",
    path: "/keys/{id}",
    summary: "Remove rights from a key",
    description:
      "Afterwards the key has only the rights that it had before and that are listed in `rights`. No right is added.",
    permission: "key:write",
    params: idPath,
    body: narrowApiKeyInput.omit({ id: true }),
    answer: { status: 200, description: "The key with fewer rights.", schema: apiKeyView },
    errors: ["invalid_state", "environment_not_allowed"],
    run: ({ actor, params, body }) => narrowApiKey(actor, { ...params, ...body }),
  }),
  endpoint({
    id: "createApiKey",
    method: "post",
    path: "/keys",
    summary: "Create an API key",
    description:
      'The key is shown only in this answer. Without `rights`, the key gets the rights of its scope except the wide ones, which you must name: `workspace:write`, `connection:write`, `alert:write`, `audit:read`, `system:read`, `member:write` and `key:write`. All of these except `key:write` need `environments: "all"`. A key cannot create a key with more rights or environments than its own.',
    permission: "key:write",
    body: createApiKeyInput,
    idempotency: "unstored",
    answer: { status: 201, description: "The key, shown only once.", schema: newKeyView },
    errors: ["not_found", "environment_not_allowed", "insufficient_scope", "timestamp_out_of_range"],
    run: ({ actor, body }) => createApiKey(actor, body),
  }),
  endpoint({
    id: "revokeApiKey",
    method: "delete",
    path: "/keys/{id}",
    summary: "Revoke an API key",
    description:
      "The key stops working at once. The keys that it created, directly or indirectly, are also revoked; with `dependents=keep`, they stay valid.",
    query: z.strictObject({ dependents: z.enum(["revoke", "keep"]).optional() }),
    permission: "key:write",
    params: idPath,
    answer: { status: 200, description: "The revoked key.", schema: apiKeyView },
    errors: ["environment_not_allowed"],
    run: ({ actor, params, query }) => revokeApiKey(actor, { ...params, ...query }),
  }),
  endpoint({
    id: "rotateApiKey",
    method: "post",
    path: "/keys/{id}/rotate",
    summary: "Rotate a key: create a new key with the same rights",
    description: "The old key works for `overlapHours` more hours (default 24), then it expires.",
    permission: "key:write",
    params: idPath,
    body: rotateApiKeyInput.omit({ id: true }),
    isBodyOptional: true,
    idempotency: "unstored",
    answer: { status: 201, description: "The new key, shown only once.", schema: newKeyView },
    errors: ["invalid_state", "environment_not_allowed"],
    run: ({ actor, params: { id }, body }) => rotateApiKey(actor, { id, ...body }),
  }),
];
