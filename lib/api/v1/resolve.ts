import { z } from "zod";
import type { KeyActor } from "@/lib/auth/actor";
import type { ErrorCode } from "@/lib/core/errors";
import { isRecord } from "@/lib/core/records";
import { givenMessages } from "@/lib/registry/message-schema";
import { promptName, versionNumber } from "@/lib/registry/schema";
import { type ResolveInput, resolvePrompt } from "@/lib/runtime/resolve";
import { formats } from "@/lib/template/requests/formats";
import { ok } from "../answer";
import { type AnswerDoc, endpointsOf } from "../endpoint";
import { matchesNone } from "../etag";
import { environmentName, userId, versionText } from "./fields";
import { resolveBodyBytes } from "./plain-body";
import { resolveHeaders } from "./resolve-headers";
import { resolvedView } from "./resolved-schema";

const endpoint = endpointsOf("Resolve");

const fields = {
  name: promptName,
  environment: environmentName
    .optional()
    .meta({ description: "The environment. Default: the key's only environment." }),
  userId: userId.optional(),
  format: z.enum(formats).optional().meta({ default: "messages" }),
};

// Not z.record, which would silently drop a key named __proto__.
const variables = z.custom<Record<string, unknown>>(isRecord, "Variables are an object of values by name.").meta({
  type: "object",
  additionalProperties: {},
  description: "Values by variable name. With values, the answer contains the filled messages.",
});

const resolveQuery = z.strictObject({ ...fields, version: versionText.optional() });

const resolveBody = z.strictObject({
  ...fields,
  version: versionNumber.optional(),
  variables: variables.optional(),
  placeholders: z
    .record(z.string(), givenMessages)
    .optional()
    .meta({ description: "Messages for the prompt's placeholders, by the name of the placeholder." }),
});

const answer = {
  status: 200,
  description: "The live version of the prompt, or the requested version.",
  schema: resolvedView,
  headers: {
    ETag: "A strong ETag. Send it as `If-None-Match` to get 304 if nothing changed. Absent if variables were filled in.",
    "Cache-Control": "`private, no-cache`: you can store the answer, but must revalidate it before each use.",
    "Server-Timing": "The durations of the steps, in milliseconds.",
    "X-Prompt-Source": "The source of the answer: `memory`, `redis`, `database` or `stale`.",
    "X-Interaction-Id": "The id of the interaction, a UUIDv7. Send it with events.",
  },
  others: { 304: "Nothing changed since the answer with the ETag in `If-None-Match`." },
} as const satisfies AnswerDoc;

const errors = [
  "invalid_name",
  "invalid_id",
  "not_found",
  "environment_not_allowed",
  "missing_variables",
  "missing_placeholders",
  "missing_model",
  "not_convertible",
  "invalid_variable_type",
  "template_limit",
  "template_too_slow",
] satisfies ErrorCode[];

async function answerResolve(actor: KeyActor, input: ResolveInput, ifNoneMatch: string | null) {
  const resolved = await resolvePrompt(actor, input);
  const headers = resolveHeaders(resolved);
  if (resolved.etag !== null && matchesNone(ifNoneMatch, resolved.etag)) return { status: 304, body: null, headers };
  return ok(resolved.body, headers);
}

export const resolveEndpoints = [
  endpoint({
    id: "resolvePrompt",
    method: "get",
    path: "/prompts/resolve",
    summary: "Get the live prompt",
    permission: "prompt:resolve",
    query: resolveQuery,
    headers: { "If-None-Match": "The ETag of the last answer. The answer is 304 if nothing changed." },
    answer,
    errors,
    handle: ({ actor, query: { version, ...query }, header }) =>
      answerResolve(
        actor,
        { ...query, version: version === undefined ? undefined : Number(version) },
        header("if-none-match"),
      ),
  }),
  endpoint({
    id: "renderPrompt",
    method: "post",
    path: "/prompts/resolve",
    summary: "Get the live prompt, filled with variables",
    description:
      "The same as GET, with values for variables and messages for placeholders. The request changes nothing, so `Idempotency-Key` is ignored.",
    permission: "prompt:resolve",
    body: resolveBody,
    bodyLimitBytes: resolveBodyBytes,
    headers: { "If-None-Match": "The ETag of the last answer. Only without variables." },
    answer,
    errors,
    handle: ({ actor, body, header }) => answerResolve(actor, body, header("if-none-match")),
  }),
];
