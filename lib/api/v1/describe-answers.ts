import { answerWords } from "./answer-words";
import type { JsonSchema, OpenApiDocument } from "./openapi-types";

/** The tags whose answers are described field by field. */
const describedTags: readonly string[] = [
  "Resolve",
  "Prompts",
  "Preview links",
  "Versions",
  "Releases",
  "Environments",
  "Workspace",
  "API keys",
  "Members",
  "Experiments",
  "Model providers",
  "Alert channels",
  "Share links",
  "Events",
  "Usage",
  "Privacy",
  "Quality",
  "Guards",
  "Alerts",
  "Audit",
];

/** The formats of providers, whose fields the providers describe. */
const isOfProvider = (name: string) => /^(OpenAi|Anthropic|Google|LangChain|AiSdk)\w*Request$/.test(name);

/** The answers of resolve differ only in the field that holds the text. */
const startOf = (name: string) => (name.startsWith("Resolved") ? "Resolved" : name);

const parents = (path: readonly string[]) => path.map((_, index) => path.slice(index).join("."));

/**
 * Adds a description to each field of an answer, at any depth, that has none of its own. `path` begins with the name of
 * the schema. Pure.
 */
function withAnswerWords(schema: JsonSchema, path: readonly string[]): JsonSchema {
  const inner = (one: JsonSchema) => withAnswerWords(one, path);
  const properties = Object.entries(schema.properties ?? {}).map(([name, field]): [string, JsonSchema] => {
    const own = [...path, name];
    const key = parents(own).find((one) => Object.hasOwn(answerWords, one));
    const description = field.description ?? (field.$ref || key === undefined ? undefined : answerWords[key]);
    return [name, { ...withAnswerWords(field, own), ...(description !== undefined && { description }) }];
  });
  const { items, additionalProperties: others } = schema;
  const lists = (["anyOf", "oneOf", "allOf", "prefixItems"] as const).flatMap((word) =>
    Array.isArray(schema[word]) ? [[word, (schema[word] as JsonSchema[]).map(inner)] as const] : [],
  );
  return {
    ...schema,
    ...(schema.properties && { properties: Object.fromEntries(properties) }),
    ...(items && { items: inner(items) }),
    ...(typeof others === "object" && { additionalProperties: inner(others) }),
    ...Object.fromEntries(lists),
  };
}

const nameOf = ({ $ref }: JsonSchema) => $ref?.split("/").at(-1);

/** Returns the names of the components that a schema contains, directly. */
const namesIn = (schema: JsonSchema): string[] =>
  [...JSON.stringify(schema).matchAll(/"#\/components\/schemas\/(\w+)"/g)].flatMap(([, name]) => name ?? []);

type Described = Pick<OpenApiDocument, "paths"> & { schemas: Record<string, JsonSchema> };

/** Returns the names of the components in the answers of the described tags. */
export function answeredComponents({ paths, schemas }: Described): Set<string> {
  const found = new Set<string>();
  const add = (schema: JsonSchema) => {
    for (const name of namesIn(schema)) {
      if (found.has(name) || isOfProvider(name)) continue;
      found.add(name);
      add(schemas[name] ?? {});
    }
  };
  for (const [, schema] of answersOf(paths)) add(schema);
  return found;
}

/** Lists the answers of the described tags, by the id of the operation. */
export const answersOf = (paths: OpenApiDocument["paths"]): [string, JsonSchema][] =>
  Object.values(paths).flatMap((methods) =>
    Object.values(methods).flatMap(({ operationId, tags, responses }) =>
      tags.some((tag) => describedTags.includes(tag))
        ? Object.entries(responses).flatMap(([status, { content = {} }]) =>
            Number(status) < 300
              ? Object.values(content).map(({ schema }): [string, JsonSchema] => [operationId, schema])
              : [],
          )
        : [],
    ),
  );

/** Adds descriptions to the fields of the answers of the described tags, at any depth. Changes the schemas in place. */
export function describeAnswers({ paths, schemas }: Described): void {
  for (const [id, schema] of answersOf(paths))
    if (!nameOf(schema)) Object.assign(schema, withAnswerWords(schema, [id]));
  for (const name of answeredComponents({ paths, schemas }))
    if (schemas[name]) schemas[name] = withAnswerWords(schemas[name], [startOf(name)]);
}
