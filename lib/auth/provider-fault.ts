import { connectionFault } from "@/lib/core/connection-fault";

/** Why a sign-in through an identity provider fails at the provider, or between it and this server. */
export type ProviderFault = "provider_away" | "provider_clock" | "provider_client" | "provider_answer";

/** By the words of `openid-client` and `oauth4webapi`, which have no codes. The first match counts. */
const patterns: readonly [RegExp, ProviderFault | null][] = [
  // The person cancelled, came back after the cookie had expired, or opened the address a second time.
  [/access_denied|login_required|consent_required|invalid_grant|cookie was missing|state mismatch/i, null],
  [/invalid_client|unauthorized_client/, "provider_client"],
  [/issued in the future|not active yet|JWT expired|JWT not active/i, "provider_clock"],
  [/timed out|socket hang up|fetch failed|due to timeout/, "provider_away"],
  [
    /expected 200 OK|answered \d|failed to (?:parse|validate)|mismatch|unexpected|JWT|id_token|JWKS|metadata/,
    "provider_answer",
  ],
];

/**
 * The fault that an error of next-auth stands for. Null: the person did not finish, or it is none of the provider.
 * Pure.
 */
export function providerFault(error: unknown): ProviderFault | null {
  const message = error instanceof Error ? error.message : String(error);
  const found = patterns.find(([pattern]) => pattern.test(message));
  if (found) return found[1];
  return connectionFault(error) ? "provider_away" : null;
}
