"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { createApiKey } from "@/lib/auth/commands/create-api-key";
import { revokeApiKey } from "@/lib/auth/commands/revoke-api-key";
import { rotateApiKey } from "@/lib/auth/commands/rotate-api-key";
import { listApiKeys } from "@/lib/auth/queries/api-keys";
import { createApiKeyInput, revokeApiKeyInput, rotateApiKeyInput } from "@/lib/auth/schema";

/** Makes a key; its only time in full is this answer. */
export const makeKey = defineAction(createApiKeyInput, createApiKey);

/** Makes a second key with the same rights; the first one ends after the overlap. */
export const rotateKey = defineAction(rotateApiKeyInput, rotateApiKey);

/** Ends a key at once. */
export const revokeKey = defineAction(revokeApiKeyInput, revokeApiKey);

/** The next page of keys. */
export const loadMoreKeys = defineAction(z.object({ cursor: z.string().max(2_000) }), (actor, { cursor }) =>
  listApiKeys(actor, { limit: 100, cursor }),
);
