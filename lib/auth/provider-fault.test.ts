import { expect, test } from "vitest";
import { providerFault } from "./provider-fault";

const coded = (code: string, message = "") => Object.assign(new Error(message), { code });

test.each([
  [coded("ECONNREFUSED", "connect ECONNREFUSED 127.0.0.1:9"), "provider_away"],
  [coded("ENOTFOUND", "getaddrinfo ENOTFOUND id.example"), "provider_away"],
  [coded("DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate"), "provider_away"],
  [new Error("outgoing request timed out after 10000ms"), "provider_away"],
  [new Error("expected 200 OK, got: 500 Internal Server Error"), "provider_answer"],
  [new Error("invalid_client (the secret is wrong)"), "provider_client"],
  [new Error("id_token issued in the future, now 1, iat 9"), "provider_clock"],
  [new Error("JWT expired, now 9, exp 1"), "provider_clock"],
  [new Error("JWT not active yet, now 1, nbf 9"), "provider_clock"],
  [new Error("failed to validate JWT signature"), "provider_answer"],
  [new Error("aud mismatch, expected understudy, got: other"), "provider_answer"],
  [new Error("nonce mismatch, expected a, got: b"), "provider_answer"],
  [new Error("GitHub answered 502 for /user."), "provider_answer"],
  [new Error("access_denied (the person said no)"), null],
  [new TypeError("State cookie was missing."), null],
  [new Error("invalid_grant (the code was used)"), null],
  [new Error("Something of our own"), null],
])("%s: %s", (error, fault) => expect(providerFault(error)).toBe(fault));
