import { z } from "zod";
import { redeemDeviceCode, requestDeviceCode } from "@/lib/auth/device-login/commands";
import { deviceGrantInput, requestDeviceCodeInput } from "@/lib/auth/device-login/schema";
import { exchangeToken } from "@/lib/auth/oidc-trusts/commands";
import { exchangeTokenInput } from "@/lib/auth/oidc-trusts/schema";
import { openEndpoint } from "../endpoint";

const issuedTokenType = "urn:ietf:params:oauth:token-type:access_token" as const;

const answer = z
  .strictObject({
    access_token: z.string().meta({ description: "The API key." }),
    issued_token_type: z.literal(issuedTokenType),
    token_type: z.literal("Bearer"),
    expires_in: z.int().meta({ description: "The lifetime in seconds." }),
    scope: z.string().meta({ description: "The rights of the key, separated by spaces." }),
  })
  .meta({ id: "ExchangedToken" });

const deviceCode = z
  .strictObject({
    device_code: z.string().meta({ description: "The secret code of the device. Send it to `/token`." }),
    user_code: z.string().meta({ description: "The code to show to the person." }),
    verification_uri: z.string().meta({ description: "The address where the person enters the code." }),
    verification_uri_complete: z.string().meta({ description: "The address with the code included." }),
    expires_in: z.int().meta({ description: "The lifetime in seconds." }),
    interval: z.int().meta({ description: "The number of seconds to wait between two requests to `/token`." }),
  })
  .meta({ id: "DeviceCode" });

const clientOf = (body: unknown) => String((body as { client_id?: unknown } | null)?.client_id ?? "").slice(0, 60);

export const tokenEndpoints = [
  openEndpoint({
    id: "requestDeviceCode",
    method: "post",
    path: "/device/code",
    tag: "API keys",
    summary: "Start a device login",
    description:
      "Implements the OAuth 2.0 Device Authorization Grant (RFC 8628), for programs without a browser. Show `user_code` and `verification_uri` to the person, then call `/token` every `interval` seconds.",
    body: requestDeviceCodeInput,
    isBodyForm: true,
    subjectOf: clientOf,
    answer: { status: 200, description: "The two codes, which are valid for 10 minutes.", schema: deviceCode },
    errors: ["service_unavailable"],
    run: ({ body, network }) => requestDeviceCode(body, network),
  }),
  openEndpoint({
    id: "exchangeToken",
    method: "post",
    path: "/token",
    tag: "API keys",
    summary: "Exchange an OIDC token or a device code for an API key",
    description:
      "For a token exchange (RFC 8693) in a pipeline without a stored key, `subject_token` is the token that GitHub Actions or another issuer made for this run, and `client_id` is the id of the OIDC trust, shown under Settings › API keys. Each token gives one key, which is valid for 15 minutes. For a device login (RFC 8628), `device_code` gives the key that a person approved at `/device`.",
    body: z.discriminatedUnion("grant_type", [exchangeTokenInput, deviceGrantInput]),
    isBodyForm: true,
    subjectOf: clientOf,
    answer: { status: 200, description: "The key, shown only once.", schema: answer },
    errors: [
      "not_found",
      "invalid_token",
      "token_not_trusted",
      "token_already_used",
      "issuer_unavailable",
      "authorization_pending",
      "slow_down",
      "access_denied",
      "expired_token",
      "invalid_grant",
    ],
    async run({ body }) {
      const issued = "device_code" in body ? await redeemDeviceCode(body) : await exchangeToken(body);
      return {
        access_token: issued.key,
        issued_token_type: issuedTokenType,
        token_type: "Bearer" as const,
        expires_in: issued.lifeSeconds,
        scope: issued.rights.join(" "),
      };
    },
  }),
];
