import type { Content, VariableType } from "@/lib/template/content";
import { propertyName, schemaType, union } from "./json-schema";

type Served = { content: Content };
type BundlePrompt = Served & {
  name: string;
  aliases?: string[];
  experiment?: { versions: Served[] };
  control?: Served;
};

const media = "string | { url: string; media_type?: string } | { data: string; media_type: string }";
const typeOf: Record<VariableType, string> = {
  string: "string",
  number: "number",
  boolean: "boolean",
  array: "readonly unknown[]",
  object: "object",
  image: media,
  file: media,
};
// The type of a variable that was inferred from its use: a string, a number or a boolean.
const inferred = "string | number | boolean";

/** Returns the type of the variables of all served versions. A variable is required if any version requires it. */
function variablesType(contents: readonly Content[]): string {
  const declared = contents.flatMap(({ variables = [] }) => variables);
  const fields = [...new Set(declared.map(({ name }) => name))].sort().map((name) => {
    const own = declared.filter((variable) => variable.name === name);
    const isRequired = own.some((variable) => variable.required && variable.default === undefined);
    return `${propertyName(name)}${isRequired ? "" : "?"}: ${union(own.map((variable) => (variable.inferred ? inferred : typeOf[variable.type])))}`;
  });
  return fields.length === 0 ? "Record<string, never>" : `{ ${fields.join("; ")} }`;
}

function promptType(prompt: BundlePrompt): string {
  const served = [prompt, ...(prompt.experiment?.versions ?? []), ...(prompt.control ? [prompt.control] : [])];
  const contents = served.map(({ content }) => content);
  const schemas = contents.flatMap(({ responseSchema }) => (responseSchema ? [responseSchema] : []));
  const response = schemas.length === contents.length ? union(schemas.map((schema) => schemaType(schema))) : "unknown";
  return `{ variables: ${variablesType(contents)}; response: ${response} }`;
}

/**
 * Returns a TypeScript file with the types of an environment's prompts, by name. Equal prompts give equal text. Pure.
 */
export function writeTypes(environment: string, prompts: readonly BundlePrompt[]): string {
  const byName = new Map<string, string>();
  for (const prompt of prompts) for (const alias of prompt.aliases ?? []) byName.set(alias, promptType(prompt));
  for (const prompt of prompts) byName.set(prompt.name, promptType(prompt));
  const lines = [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, type]) => `  ${JSON.stringify(name)}: ${type};`);
  return [
    `// The prompts of the environment ${environment}, written by understudy-types. Do not edit: run it again.`,
    "// createClient<Prompts>({ … }) then refuses an unknown prompt and a wrong variable.",
    "export type Prompts = {",
    ...lines,
    "};",
    "",
  ].join("\n");
}
