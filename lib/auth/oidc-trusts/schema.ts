import { z } from "zod";
import { codedIssue } from "@/lib/core/validation";
import { apiKeyEnvironments, apiKeyRights } from "../schema";
import { conditionFault } from "./conditions";

const claim = z.string().regex(/^[\w./:-]{1,100}$/, "A claim's name has letters, digits and . / : _ -");
const condition = z.strictObject({ claim, value: z.string().trim().min(1, "Enter the value of the claim.").max(300) });

const fields = {
  name: z.string().trim().min(1, "A trust needs a name.").max(100),
  issuer: z.url({ protocol: /^https?$/, error: "Write the issuer's address: https://…" }).max(500),
  audience: z.string().trim().min(1, "Enter the audience of the token.").max(500),
  conditions: z.array(condition).min(1).max(20),
  environments: apiKeyEnvironments,
  rights: apiKeyRights,
};

/** The tokens to trust: signed by `issuer` for `audience`, with claims that meet every condition. */
export const createOidcTrustInput = z.strictObject(fields).superRefine(({ issuer, conditions }, ctx) => {
  const fault = conditionFault(issuer, conditions);
  if (fault) ctx.addIssue({ ...codedIssue("invalid_request", fault), path: ["conditions"] });
});
export type CreateOidcTrustInput = z.infer<typeof createOidcTrustInput>;

/** Omitted fields keep their value. */
export const oidcTrustChanges = z.strictObject(fields).partial();
export const updateOidcTrustInput = oidcTrustChanges.extend({ id: z.uuid() });
export type UpdateOidcTrustInput = z.infer<typeof updateOidcTrustInput>;

export const oidcTrustIdInput = z.strictObject({ id: z.uuid() });
export type OidcTrustIdInput = z.infer<typeof oidcTrustIdInput>;

const grantType = "urn:ietf:params:oauth:grant-type:token-exchange";
const tokenTypes = ["urn:ietf:params:oauth:token-type:id_token", "urn:ietf:params:oauth:token-type:jwt"] as const;

/** A token exchange (RFC 8693). `client_id` is the id of the trust. */
export const exchangeTokenInput = z.strictObject({
  grant_type: z.literal(grantType),
  client_id: z.guid("This is not the id of a trust. Copy it from Settings, API keys."),
  subject_token: z.string().min(1).max(16_384),
  subject_token_type: z.enum(tokenTypes),
  requested_token_type: z.literal("urn:ietf:params:oauth:token-type:access_token").optional(),
});
export type ExchangeTokenInput = z.infer<typeof exchangeTokenInput>;
