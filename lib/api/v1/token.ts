import { z } from "zod";
import { exchangeToken } from "@/lib/auth/oidc-trusts/commands";
import { exchangeTokenInput } from "@/lib/auth/oidc-trusts/schema";
import { ok } from "../answer";
import { openEndpoint } from "../endpoint";

const answer = z
  .strictObject({
    access_token: z.string().meta({ description: "An API key." }),
    issued_token_type: z.literal("urn:ietf:params:oauth:token-type:access_token"),
    token_type: z.literal("Bearer"),
    expires_in: z.int().meta({ description: "Seconds." }),
    scope: z.string().meta({ description: "Its rights, with blanks between them." }),
  })
  .meta({ id: "ExchangedToken" });

export const tokenEndpoints = [
  openEndpoint({
    id: "exchangeToken",
    method: "post",
    path: "/token",
    tag: "API keys",
    summary: "Exchange an OIDC token for a key of 15 minutes",
    description:
      "A token exchange (RFC 8693) for pipelines without a stored key. `subject_token` is the token that GitHub Actions or another issuer made for this run, `client_id` the id of the OIDC trust in Settings, API keys. Each token gives one key.",
    body: exchangeTokenInput,
    isBodyForm: true,
    subjectOf: (body) => String((body as { client_id?: unknown } | null)?.client_id ?? "").slice(0, 36),
    answer: { status: 200, description: "The key, shown this once.", schema: answer },
    errors: ["not_found", "invalid_token", "token_not_trusted", "token_already_used", "issuer_unavailable"],
    async handle({ body }) {
      const { key, rights, lifeSeconds } = await exchangeToken(body);
      return ok({
        access_token: key,
        issued_token_type: "urn:ietf:params:oauth:token-type:access_token",
        token_type: "Bearer",
        expires_in: lifeSeconds,
        scope: rights.join(" "),
      });
    },
  }),
];
