import { answerWords } from "./answer-words";
import type { JsonSchema, OpenApiDocument } from "./openapi-types";

/** The formats of providers, whose fields the providers describe. */
export const isOfProvider = (name: string) => /^(OpenAi|Anthropic|Google|LangChain|AiSdk)\w*Request$/.test(name);

/** The answers of resolve differ only in the field that holds the text. */
const startOf = (name: string) => (name.startsWith("Resolved") ? "Resolved" : name);

const parents = (path: readonly string[]) => path.map((_, index) => path.slice(index).join("."));

/**
 * Adds a description to each field of a body or an answer, at any depth, that has none of its own. `path` begins with
 * the name of the schema. Pure.
 */
function withWords(schema: JsonSchema, path: readonly string[]): JsonSchema {
  const inner = (one: JsonSchema) => withWords(one, path);
  const properties = Object.entries(schema.properties ?? {}).map(([name, field]): [string, JsonSchema] => {
    const own = [...path, name];
    const key = parents(own).find((one) => Object.hasOwn(answerWords, one));
    const description = field.description ?? (field.$ref || key === undefined ? undefined : answerWords[key]);
    return [name, { ...withWords(field, own), ...(description !== undefined && { description }) }];
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

type Described = Pick<OpenApiDocument, "paths"> & { schemas: Record<string, JsonSchema> };

/** Lists the schemas of all bodies and answers, by the id of the operation. A reference leads to a component. Pure. */
const schemasOf = (paths: OpenApiDocument["paths"]): [string, JsonSchema][] =>
  Object.values(paths).flatMap((methods) =>
    Object.values(methods).flatMap(({ operationId, requestBody, responses }) =>
      [requestBody, ...Object.values(responses)].flatMap((one) =>
        Object.values(one?.content ?? {}).map(({ schema }): [string, JsonSchema] => [operationId, schema]),
      ),
    ),
  );

/** Adds descriptions to the fields of all bodies and answers, at any depth. Changes the schemas in place. */
export function describeFields({ paths, schemas }: Described): void {
  for (const [id, schema] of schemasOf(paths)) if (!schema.$ref) Object.assign(schema, withWords(schema, [id]));
  for (const [name, schema] of Object.entries(schemas))
    if (!isOfProvider(name)) schemas[name] = withWords(schema, [startOf(name)]);
}
