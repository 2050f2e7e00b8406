import { type ErrorCode, errorStatus, oauthErrors } from "@/lib/core/errors";
import type { Endpoint, OpenEndpoint } from "../endpoint";
import { describeFields } from "./describe-fields";
import { endpoints, openEndpoints } from "./endpoints";
import { withFieldWords } from "./field-words";
import { SchemaCollector } from "./openapi-schemas";
import type { JsonSchema, OpenApiDocument, Operation, Parameter, ResponseDoc } from "./openapi-types";

const tags = [
  { name: "Resolve", description: "Get the live prompt. Applications call this before each call of a model." },
  { name: "Events", description: "Report interactions, feedback and spans." },
  { name: "Prompts", description: "A prompt has a name with folders, such as `support/triage`, and versions." },
  { name: "Versions", description: "Each save creates a version. A version never changes." },
  {
    name: "Snippets",
    description:
      "Snippets are prompts that other prompts include. List where they are used, and update prompts to a newer version.",
  },
  { name: "Preview links", description: "Links that show a prompt with sample values to people without an account." },
  {
    name: "Import and export",
    description: "Import and export Understudy bundles, `.prompt` files and the files of other tools.",
  },
  {
    name: "Draft copies",
    description: "A draft copy is a branch of a prompt with its own versions. It is merged back or closed.",
  },
  {
    name: "Change requests",
    description: "A change request asks reviewers to approve the release of a version to an environment.",
  },
  { name: "Releases", description: "A release records one change of the live version: who, when, why, from and to." },
  { name: "Environments", description: "Versions are deployed to environments, such as staging and production." },
  { name: "Privacy", description: "Set which contents are stored, and delete the data of a user." },
  { name: "Suites", description: "A suite is a set of test cases. Each change of the cases creates a revision." },
  {
    name: "Evaluations",
    description: "An evaluation runs a version on the cases of a suite: answers, scores and cost.",
  },
  {
    name: "Gates",
    description: "A gate sets the scores that a version needs before it can go live in an environment.",
  },
  {
    name: "Online evaluation",
    description: "Online evaluation scores a sample of live answers with rules and judges, and reads feedback.",
  },
  {
    name: "Experiments",
    description: "An experiment compares versions on real users under a frozen plan. Bandits are experiments too.",
  },
  { name: "Usage", description: "Cost and latency of answers, and monthly budgets." },
  { name: "Quality", description: "The quality of live answers in each environment, with the evidence." },
  {
    name: "Guards",
    description: "A guard compares the live version with the previous one, raises alerts and rolls back automatically.",
  },
  {
    name: "Share links",
    description:
      "Links that show the results of an evaluation or experiment, or one answer, to people without an account.",
  },
  {
    name: "API keys",
    description: "Runtime keys resolve prompts and report events. Manage keys can do what their rights allow.",
  },
  { name: "Alerts", description: "Alerts tell members what got worse, was rolled back or was stopped automatically." },
  { name: "Alert channels", description: "Alert channels send alerts to a webhook, to Slack or by e-mail." },
  { name: "Model providers", description: "Connections to the providers of models." },
  { name: "Members", description: "Members, their roles, invitations, and mail domains." },
  { name: "Workspace", description: "The workspace of the key." },
  { name: "Audit", description: "The audit log, and signatures of the workspace's history." },
];

const intro = `Send an API key as \`Authorization: Bearer us_…\`. A program without a key gets one at \`/token\`, for an OIDC token or a device code.
Names in paths are URL-encoded: \`support%2Ftriage\`. The id of a prompt can be used in place of its name.
Errors are \`application/problem+json\` with a stable \`code\`. Lists take \`limit\` and \`cursor\`, and return \`items\` and \`nextCursor\`.
A POST with an \`Idempotency-Key\` is executed at most once within 24 hours, even if it is sent several times.`;

const withActor = [
  "missing_api_key",
  "invalid_api_key",
  "api_key_expired",
  "api_key_revoked",
  "insufficient_scope",
] as const;
const always = [
  "unrecognized_keys",
  "duplicate_parameter",
  "invalid_unicode",
  "rate_limited",
  "internal_error",
  "database_unavailable",
  "overloaded",
] as const;
const withInput = ["invalid_request", "invalid_character"] as const;
const withBody = [
  "malformed_json",
  "json_too_deep",
  "payload_too_large",
  "unsupported_media_type",
  "number_not_finite",
  "number_out_of_range",
] as const;
const withKey = ["idempotency_key_reused", "idempotency_in_progress", "idempotency_result_lost"] as const;

type Documented = Endpoint | OpenEndpoint;

/** All error codes that an endpoint may return. */
export function codesOf({ permission, params, query, body, idempotency, errors }: Documented): ErrorCode[] {
  const hasInput = params ?? query ?? body;
  const codes = [
    ...(permission === null ? [] : withActor),
    ...always,
    ...(hasInput ? withInput : []),
    ...(body ? withBody : []),
    ...(idempotency === "none" ? [] : withKey),
    ...errors,
  ];
  return [...new Set(codes)];
}

function problemResponses(endpoint: Documented): Record<string, ResponseDoc> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codesOf(endpoint)) {
    const status = errorStatus[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => {
      const contentOf = (type: string, own: ErrorCode[]) => {
        const schema: JsonSchema = {
          allOf: [{ $ref: "#/components/schemas/Problem" }, { properties: { code: { enum: own } } }],
        };
        return own.length > 0 ? { [type]: { schema } } : {};
      };
      const plain = codes.filter((code) => !oauthErrors.has(code));
      const oauth = codes.filter((code) => oauthErrors.has(code));
      const content = { ...contentOf("application/problem+json", plain), ...contentOf("application/json", oauth) };
      return [status, { description: codes.join(", "), content }];
    }),
  );
}

const textHeader = (description: string) => ({ description, schema: { type: "string" } });

function answerResponses({ answer, idempotency }: Documented, collector: SchemaCollector) {
  const headers = {
    ...answer.headers,
    "X-Request-Id": "The id of the request: the one that you sent, or else one that the server made.",
    "RateLimit-Limit":
      "The requests per minute, if the key has a limit. RateLimit-Remaining and RateLimit-Reset (seconds) are also sent.",
    ...(idempotency === "stored" && {
      "Idempotent-Replayed": "true if this is the stored answer of the first request.",
    }),
  };
  const schemaOf = (type: string): JsonSchema =>
    /^application\/json\b/.test(type) ? collector.convert(answer.schema, "output") : { type: "string" };
  const main: ResponseDoc = {
    description: answer.description,
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, textHeader(text)])),
    content: Object.fromEntries(
      (answer.contentTypes ?? ["application/json"]).map((type) => [type, { schema: schemaOf(type) }]),
    ),
  };
  const others = Object.entries(answer.others ?? {}).map(([status, description]) => [status, { description }]);
  return { [answer.status]: main, ...Object.fromEntries(others) } as Record<string, ResponseDoc>;
}

function parametersOf(endpoint: Documented, collector: SchemaCollector): Parameter[] {
  const fromSchema = (where: "path" | "query"): Parameter[] => {
    const schema = where === "path" ? endpoint.params : endpoint.query;
    if (!schema) return [];
    const { properties = {}, required = [] } = withFieldWords(endpoint, collector.convert(schema, "input"));
    return Object.entries(properties).map(([name, { description, ...rest }]) => ({
      name,
      in: where,
      required: required.includes(name),
      schema: rest,
      ...(description && { description }),
    }));
  };
  const headers = {
    ...endpoint.headers,
    ...(endpoint.idempotency !== "none" && { "Idempotency-Key": "A unique text of your choice, such as a UUID." }),
  };
  const fromHeaders = Object.entries(headers).map(
    ([name, description]): Parameter => ({ name, in: "header", required: false, ...textHeader(description) }),
  );
  return [...fromSchema("path"), ...fromSchema("query"), ...fromHeaders];
}

function operationOf(endpoint: Documented, collector: SchemaCollector): Operation {
  const { id, tag, summary, description, isBodyOptional, permission } = endpoint;
  const { body, isBodyForm } = endpoint;
  const schema = body && withFieldWords(endpoint, collector.convert(body, "input"));
  const types = isBodyForm ? ["application/x-www-form-urlencoded", "application/json"] : ["application/json"];
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description && { description }),
    parameters: parametersOf(endpoint, collector),
    ...(schema && {
      requestBody: {
        required: !isBodyOptional,
        content: Object.fromEntries(types.map((type) => [type, { schema }])),
      },
    }),
    responses: { ...answerResponses(endpoint, collector), ...problemResponses(endpoint) },
    ...(permission === null ? { security: [] as const } : { "x-permission": permission }),
  };
}

function build(): OpenApiDocument {
  const collector = new SchemaCollector();
  const paths: OpenApiDocument["paths"] = {};
  for (const endpoint of [...endpoints, ...openEndpoints]) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operationOf(endpoint, collector) };
  }
  describeFields({ paths, schemas: collector.schemas });
  return {
    openapi: "3.1.0",
    info: { title: "Understudy", version: "1", description: intro },
    servers: [{ url: "/api/v1" }],
    tags,
    security: [{ apiKey: [] }],
    paths,
    components: {
      schemas: collector.schemas,
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "An API key, which begins with `us_`." },
      },
    },
  };
}

let document: OpenApiDocument | undefined;

/** The OpenAPI 3.1 document, generated from the schemas that parse the requests. */
export function openApiDocument(): OpenApiDocument {
  document ??= build();
  return document;
}

let bytes: Uint8Array<ArrayBuffer> | undefined;

/** The document as JSON. All answers share the bytes: the text is larger than a megabyte. */
export function openApiBytes(): Uint8Array<ArrayBuffer> {
  bytes ??= new TextEncoder().encode(JSON.stringify(openApiDocument()));
  return bytes;
}
