"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { createApiKey } from "@/lib/auth/commands/create-api-key";
import { narrowApiKey } from "@/lib/auth/commands/narrow-api-key";
import { revokeApiKey } from "@/lib/auth/commands/revoke-api-key";
import { rotateApiKey } from "@/lib/auth/commands/rotate-api-key";
import { createOidcTrust, removeOidcTrust, updateOidcTrust } from "@/lib/auth/oidc-trusts/commands";
import { createOidcTrustInput, oidcTrustIdInput, updateOidcTrustInput } from "@/lib/auth/oidc-trusts/schema";
import { listApiKeys } from "@/lib/auth/queries/api-keys";
import { getApiKey } from "@/lib/auth/queries/key-details";
import {
  apiKeyIdInput,
  createApiKeyInput,
  narrowApiKeyInput,
  revokeApiKeyInput,
  rotateApiKeyInput,
} from "@/lib/auth/schema";

/** Makes a key; only this answer has it in full. */
export const makeKey = defineAction(createApiKeyInput, createApiKey);

/** Makes a second key with the same rights; the first one ends after the overlap. */
export const rotateKey = defineAction(rotateApiKeyInput, rotateApiKey);

/** A key with the keys that it made. */
export const keyDetails = defineAction(apiKeyIdInput, getApiKey);

/** Takes rights away from a key. */
export const narrowKey = defineAction(narrowApiKeyInput, narrowApiKey);

/** Ends a key at once. */
export const revokeKey = defineAction(revokeApiKeyInput, revokeApiKey);

/** The next page of keys. */
export const loadMoreKeys = defineAction(z.object({ cursor: z.string().max(2_000) }), (actor, { cursor }) =>
  listApiKeys(actor, { limit: 100, cursor }),
);

/** Trusts the OIDC tokens of a repository's workflows. */
export const addTrust = defineAction(createOidcTrustInput, createOidcTrust);

/** Changes a trust. */
export const changeTrust = defineAction(updateOidcTrustInput, updateOidcTrust);

/** Ends a trust with its keys. */
export const removeTrust = defineAction(oidcTrustIdInput, removeOidcTrust);
