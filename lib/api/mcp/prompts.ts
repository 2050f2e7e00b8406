import type { KeyActor } from "@/lib/auth/actor";
import { can } from "@/lib/auth/authorize";
import { AppError, notFound } from "@/lib/core/errors";
import { listSampleSets } from "@/lib/evaluation/samples/queries";
import { bundleBytes, currentBundle, scopeOf } from "@/lib/runtime/bundle/bundle";
import { type Content, isPlaceholder, type Variable } from "@/lib/template/content";
import { messageLines } from "@/lib/template/message-text";
import { valueText } from "@/lib/template/plain";
import { environmentOf, resolveFor } from "../drop-in/served";

type LivePrompt = { name: string; version: number; content: Content };
/** The key and the environment of a connection. */
export type PromptPlace = { actor: KeyActor; environment: string | undefined };

const perPage = 100;
const mostValues = 100;

/** The environment of a connection: the one in its address, else the key's only one, else production. */
export const placeOf = (actor: KeyActor, environment: string | null): PromptPlace => ({
  actor,
  environment: environmentOf(actor, environment ?? undefined),
});

async function listLive({ actor, environment }: PromptPlace): Promise<LivePrompt[]> {
  const { scope } = await scopeOf(actor, { environment });
  const { bytes } = await bundleBytes(scope, await currentBundle(scope), "identity");
  return (JSON.parse(Buffer.from(bytes).toString()) as { bundle: { prompts: LivePrompt[] } }).bundle.prompts;
}

async function findLive(place: PromptPlace, name: string): Promise<LivePrompt> {
  const found = (await listLive(place)).find((prompt) => prompt.name === name);
  if (!found) throw notFound(`A released prompt "${name}"`);
  return found;
}

const argumentOf = ({ name, description, required, type }: Variable) => ({
  name,
  required,
  description: [description, type === "string" ? "" : `Type: ${type}.`].filter(Boolean).join(" "),
});

/** The released prompts by name. The cursor is the last name of the previous page. */
export async function listPrompts(place: PromptPlace, cursor: string | undefined) {
  const rest = (await listLive(place))
    .filter(({ name }) => cursor === undefined || name > cursor)
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const page = rest.slice(0, perPage);
  const last = page.at(-1);
  return {
    prompts: page.map(({ name, version, content }) => ({
      name,
      description: `Version ${version}${place.environment ? ` in ${place.environment}` : ""}`,
      arguments: (content.variables ?? []).map(argumentOf),
    })),
    ...(rest.length > perPage && last && { nextCursor: last.name }),
  };
}

/** Arguments are strings. Those for variables of other types are parsed as JSON. */
function toVariables(args: Readonly<Record<string, string>>, variables: readonly Variable[]) {
  const typeOf = new Map(variables.map(({ name, type, inferred }) => [name, inferred ? "string" : type]));
  return Object.fromEntries(
    Object.entries(args).map(([name, text]) => {
      const type = typeOf.get(name) ?? "string";
      if (!["number", "boolean", "array", "object"].includes(type)) return [name, text];
      try {
        return [name, JSON.parse(text) as unknown];
      } catch {
        const message = `The argument "${name}" is of type ${type}: write it as JSON.`;
        const errors = [{ pointer: `/variables/${name}`, code: "invalid_variable_type", message }];
        throw new AppError("invalid_variable_type", message, { errors });
      }
    }),
  );
}

/** A filled released prompt, as resolve returns it. MCP has only the roles user and assistant. */
export async function getPrompt(place: PromptPlace, name: string, args: Readonly<Record<string, string>>) {
  const live = await findLive(place, name);
  const variables = toVariables(args, live.content.variables ?? []);
  const { actor, environment } = place;
  const { served } = await resolveFor(actor, { name, environment, variables });
  return {
    description: `${served.name} v${served.version} in ${served.environment}`,
    messages: served.messages.flatMap((entry) => {
      if (isPlaceholder(entry)) return [];
      const role = entry.role === "assistant" ? ("assistant" as const) : ("user" as const);
      return [{ role, content: { type: "text" as const, text: messageLines(entry) } }];
    }),
  };
}

/** Completes an argument with values from its schema, its default, and the prompt's sample sets. */
export async function completeArgument(
  place: PromptPlace,
  prompt: string,
  { name, value }: { name: string; value: string },
) {
  const live = await findLive(place, prompt);
  const variable = live.content.variables?.find((each) => each.name === name);
  const known: unknown[] = Array.isArray(variable?.schema?.enum) ? [...variable.schema.enum] : [];
  if (variable?.type === "boolean") known.push(true, false);
  if (variable?.default !== undefined) known.push(variable.default);
  if (can(place.actor, "prompt:read")) {
    const samples = await listSampleSets(place.actor, prompt, { limit: mostValues, cursor: undefined });
    known.push(...samples.items.map(({ variables }) => variables[name]).filter((each) => each !== undefined));
  }
  const typed = value.toLowerCase();
  const values = [...new Set(known.map(valueText))].filter((text) => text.toLowerCase().startsWith(typed));
  return { values: values.slice(0, mostValues), total: values.length, hasMore: values.length > mostValues };
}
