import { type ErrorCode, errorStatus, oauthErrors } from "@/lib/core/errors";
import type { Endpoint, OpenEndpoint } from "../endpoint";
import { endpoints, openEndpoints } from "./endpoints";
import { SchemaCollector } from "./openapi-schemas";
import type { JsonSchema, OpenApiDocument, Operation, Parameter, ResponseDoc } from "./openapi-types";

const tags = [
  { name: "Resolve", description: "What applications call before every LLM call." },
  { name: "Events", description: "What applications report: what happened, and feedback." },
  { name: "Prompts", description: "Prompts live in folders: support/triage." },
  { name: "Versions", description: "Every save is a version that never changes." },
  {
    name: "Snippets",
    description: "Texts that other prompts include: where they are used, and moving them to a newer version.",
  },
  { name: "Preview links", description: "A prompt with sample values, for people without an account." },
  { name: "Import and export", description: "Bundles, .prompt files, and what other tools export." },
  { name: "Draft copies", description: "A copy with versions of its own, merged back or closed." },
  { name: "Change requests", description: "Reviews before a version goes live." },
  { name: "Releases", description: "Every change of what is live, with person, time and reason." },
  { name: "Environments", description: "Where versions go live." },
  { name: "Privacy", description: "Which contents are stored, and deletion of a user's data." },
  { name: "Suites", description: "Cases that define good answers. A revision names an exact set of them." },
  {
    name: "Evaluations",
    description: "Runs of a version on the cases of a suite: answers, scores and cost.",
  },
  { name: "Gates", description: "The scores a version needs before it may go live, and its results." },
  {
    name: "Online evaluation",
    description: "Scoring of live answers: a sample by rules and judges, and feedback.",
  },
  {
    name: "Experiments",
    description: "Versions compared on real users: a frozen plan, no verdict before its sample, and bandits.",
  },
  { name: "Usage", description: "Cost and latency of answers, and monthly budgets." },
  { name: "Quality", description: "Quality of live answers: what got worse, and the evidence." },
  { name: "Guards", description: "Guards watch live answers, and roll back automatically." },
  { name: "Share links", description: "Results of one run or experiment, for people without an account." },
  { name: "API keys", description: "Runtime keys resolve; manage keys do everything." },
  { name: "Alerts", description: "What got worse, was rolled back or stopped automatically." },
  { name: "Alert channels", description: "Where alerts are sent outside of Understudy." },
  { name: "Model providers", description: "Connections to the providers that models are called through." },
  { name: "Members", description: "Members, their roles, and invitations." },
  { name: "Workspace", description: "What the key belongs to." },
  { name: "Audit", description: "The log of who did what." },
];

const intro = `Send an API key as \`Authorization: Bearer us_…\`; an OIDC token or a device's code becomes one at /token. Names in paths are URL-encoded: \`support%2Ftriage\`.
The id of a prompt is taken in place of its name.
Errors are application/problem+json with a stable code. Lists take \`limit\` and \`cursor\` and answer \`items\` and \`nextCursor\`.
A POST with an \`Idempotency-Key\` is carried out once within 24 hours, however often it is sent.`;

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
    "X-Request-Id": "The one you sent, otherwise ours.",
    "RateLimit-Limit": "Requests a minute, when the key has a limit; also -Remaining and -Reset (seconds).",
    ...(idempotency === "stored" && { "Idempotent-Replayed": "true when this is the stored answer of the first try." }),
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
    const { properties = {}, required = [] } = collector.convert(schema, "input");
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
    ...(endpoint.idempotency !== "none" && { "Idempotency-Key": "Any text of your own, such as a UUID." }),
  };
  const fromHeaders = Object.entries(headers).map(
    ([name, description]): Parameter => ({ name, in: "header", required: false, ...textHeader(description) }),
  );
  return [...fromSchema("path"), ...fromSchema("query"), ...fromHeaders];
}

function operationOf(endpoint: Documented, collector: SchemaCollector): Operation {
  const { id, tag, summary, description, isBodyOptional, permission } = endpoint;
  const { body, isBodyForm } = endpoint;
  const schema = body && collector.convert(body, "input");
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
  return {
    openapi: "3.1.0",
    info: { title: "Understudy", version: "1", description: intro },
    servers: [{ url: "/api/v1" }],
    tags,
    security: [{ apiKey: [] }],
    paths,
    components: {
      schemas: collector.schemas,
      securitySchemes: { apiKey: { type: "http", scheme: "bearer", description: "An API key: us_…" } },
    },
  };
}

let document: OpenApiDocument | undefined;

/** The OpenAPI 3.1 document, generated from the schemas that parse the requests. */
export function openApiDocument(): OpenApiDocument {
  document ??= build();
  return document;
}
