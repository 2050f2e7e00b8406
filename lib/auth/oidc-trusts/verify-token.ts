import { createRemoteJWKSet, customFetch, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { explainConnection } from "@/lib/core/connection-words";
import { databaseNow } from "@/lib/core/database-clock";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { outgoing, readAllowedHosts } from "@/lib/core/safe-fetch";
import { singleton } from "@/lib/core/singleton";

/** Asymmetric signatures only. With a shared secret, each verifier could also create tokens. */
const algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];
const skewSeconds = 60;
/** The longest accepted remaining lifetime of a token. Used tokens are remembered for the same time. */
export const longestTokenMs = 24 * 3_600_000;
const limits = { deadlineMs: 5_000, maxBytes: 512 * 1_024, follows: false };

const discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });

const keySets = () =>
  singleton("issuer-keys", () => new LRUCache<string, Promise<JWTVerifyGetKey>>({ max: 500, ttl: 3_600_000 }));

/** Throws 422 `url_not_allowed` for an address without https, unless the server's settings allow its host. */
export function assertSecure(address: string): void {
  const { protocol, hostname, port } = new URL(address);
  if (protocol === "https:" || readAllowedHosts(env().OUTGOING_ALLOWED_HOSTS)(hostname, port || "80")) return;
  throw new AppError("url_not_allowed", "An issuer's address begins with https://.");
}

function unavailable(issuer: string, cause?: unknown): AppError {
  const fault = explainConnection(cause);
  const words = fault ? `because its server ${fault}.` : "now.";
  return new AppError("issuer_unavailable", `The keys of ${issuer} cannot be read ${words} Try again.`, {
    cause,
    headers: { "retry-after": "5" },
  });
}

async function findKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const answer = await outgoing().fetch(address, { headers: { accept: "application/json" } }, limits);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}.`);
  const found = discovery.parse(await answer.json());
  if (found.issuer !== issuer) throw new Error(`${address} is of another issuer.`);
  assertSecure(found.jwks_uri);
  return createRemoteJWKSet(new URL(found.jwks_uri), {
    [customFetch]: (url, { headers, method, signal }) => outgoing().fetch(url, { headers, method, signal }, limits),
  });
}

/**
 * The keys of an issuer, from its discovery document. Cached for an hour, and fetched again if a token names a new key.
 */
export async function keysOf(issuer: string): Promise<JWTVerifyGetKey> {
  const cached = keySets().get(issuer);
  if (cached) return cached;
  const request = findKeys(issuer).catch((error: unknown) => {
    if (keySets().peek(issuer) === request) keySets().delete(issuer);
    throw unavailable(issuer, error);
  });
  keySets().set(issuer, request);
  return request;
}

const refuse = (message: string) => new AppError("invalid_token", message);

function refusalFor(error: unknown, issuer: string): unknown {
  if (error instanceof errors.JWTExpired) return refuse("The token has expired. Ask for a new one.");
  if (error instanceof errors.JWTClaimValidationFailed)
    return refuse(`The token's claim ${error.claim} is not what this trust expects.`);
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return unavailable(issuer, error);
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWSSignatureVerificationFailed)
    return refuse("The token is not signed by the issuer of this trust.");
  // jose throws its base class if the response was not 200 with JSON. Network errors are passed through.
  if (error instanceof errors.JOSEError && error.code !== "ERR_JOSE_GENERIC")
    return refuse("This is not a signed OIDC token.");
  return unavailable(issuer, error);
}

/**
 * Returns the claims of a token after checking signature, audience and validity period. Throws 401 `invalid_token`, 503
 * `issuer_unavailable`.
 */
export async function verifyToken(
  token: string,
  { issuer, audience }: { issuer: string; audience: string },
): Promise<JWTPayload & { exp: number }> {
  const now = databaseNow();
  const keys = await keysOf(issuer);
  const { payload } = await jwtVerify(token, keys, {
    issuer,
    audience,
    algorithms,
    clockTolerance: skewSeconds,
    currentDate: now,
    requiredClaims: ["exp", "iat", "sub"],
  }).catch((error: unknown) => {
    throw refusalFor(error, issuer);
  });
  const { exp = 0, iat = 0 } = payload;
  if (iat * 1_000 > now.getTime() + skewSeconds * 1_000) throw refuse("The token is issued in the future.");
  if (exp * 1_000 > now.getTime() + longestTokenMs)
    throw refuse("The token lives longer than a day. Ask for a shorter one.");
  return { ...payload, exp };
}
