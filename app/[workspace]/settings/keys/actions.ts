"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { createApiKey, narrowApiKey, revokeApiKey, rotateApiKey } from "@/lib/auth/commands/api-keys";
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

/** Creates a key. It is returned in full only here. */
export const makeKey = defineAction(createApiKeyInput, createApiKey);

/** Creates a second key with the same rights. The first one expires after the overlap. */
export const rotateKey = defineAction(rotateApiKeyInput, rotateApiKey);

/** Returns a key with the keys that it created. */
export const keyDetails = defineAction(apiKeyIdInput, getApiKey);

/** Removes rights from a key. */
export const narrowKey = defineAction(narrowApiKeyInput, narrowApiKey);

/** Revokes a key at once. */
export const revokeKey = defineAction(revokeApiKeyInput, revokeApiKey);

/** Returns the next page of keys. */
export const loadMoreKeys = defineAction(z.object({ cursor: z.string().max(2_000) }), (actor, { cursor }) =>
  listApiKeys(actor, { limit: 100, cursor }),
);

/** Creates a trust in the OIDC tokens of a repository's workflows. */
export const addTrust = defineAction(createOidcTrustInput, createOidcTrust);

/** Changes a trust. */
export const changeTrust = defineAction(updateOidcTrustInput, updateOidcTrust);

/** Deletes a trust and revokes its keys. */
export const removeTrust = defineAction(oidcTrustIdInput, removeOidcTrust);
