import type { Content, Example, Model, Pin, ResponseFormat } from "@/lib/template/content";
import { contentLines } from "@/lib/template/message-text";
import { countWords, similarity } from "./align";
import { type ListMerge, mergeList } from "./merge-list";
import { mergeContent } from "./merge-parts";
import { inside, type MergePath, type MergeRecord, type Three } from "./merge-record";
import { emptyOrAbsent, isSame, mergeFields, mergeJson, mergeValue } from "./merge-value";

type Optional<T> = Three<T | undefined>;
type Fields = Record<string, unknown>;

/** Merges an optional list. An empty list is different from a missing one. */
export function mergeOptionalList<T>(record: MergeRecord, lists: Optional<T[]>, rules: ListMerge<T>): T[] | undefined {
  const { base = [], ours = [], theirs = [] } = lists;
  const merged = mergeList(record, { base, ours, theirs }, rules);
  return merged.length > 0 ? merged : emptyOrAbsent(lists, []);
}

/** Merges the model: provider and name together, each parameter separately. */
export function mergeModel(record: MergeRecord, { base, ours, theirs }: Optional<Model>): Model | undefined {
  const place: MergePath = { id: "model", pointer: "/model", label: "Model" };
  if (!ours || !theirs) return mergeValue(record, place, { base, ours, theirs });
  const nameOf = (model: Model) => ({ provider: model.provider, name: model.name });
  const named = mergeValue(
    record,
    place,
    { base: base && nameOf(base), ours: nameOf(ours), theirs: nameOf(theirs) },
    (model) => (model ? `${model.provider} ${model.name}` : null),
  );
  const three = { base: base?.parameters, ours: ours.parameters, theirs: theirs.parameters };
  const parameters = mergeFields(
    record,
    { id: "model/parameters", pointer: "/model/parameters", label: "Parameter" },
    { base: three.base ?? {}, ours: three.ours ?? {}, theirs: three.theirs ?? {} },
    mergeJson,
  );
  const mergedParameters = Object.keys(parameters).length > 0 ? parameters : emptyOrAbsent(three, {});
  return { ...named, ...(mergedParameters && { parameters: mergedParameters }) };
}

/** Merges the few-shot examples, matched by their words. */
export function mergeExamples(record: MergeRecord, { base, ours, theirs }: Three<Content>): Example[] | undefined {
  const lists = { base: base.examples, ours: ours.examples, theirs: theirs.examples };
  return mergeOptionalList(record, lists, {
    place: { id: "examples", pointer: "/examples" },
    key: () => null,
    likeness: exampleLikeness(),
    label: (_, index) => `Example ${index + 1}`,
    show: ({ input, output }) => `${contentLines(input)}\n→ ${contentLines(output)}`,
    merge: (within, place, three) => ({
      input: mergeContent(within, inside(place, "input", "question"), {
        base: three.base?.input,
        ours: three.ours.input,
        theirs: three.theirs.input,
      }),
      output: mergeContent(within, inside(place, "output", "answer"), {
        base: three.base?.output,
        ours: three.ours.output,
        theirs: three.theirs.output,
      }),
    }),
    order: "Examples: order",
  });
}

function exampleLikeness(): (one: Example, other: Example) => number {
  const counted = new Map<Example, ReturnType<typeof countWords>>();
  const wordsOf = (example: Example) => {
    const count = counted.get(example) ?? countWords(`${contentLines(example.input)}\n${contentLines(example.output)}`);
    counted.set(example, count);
    return count;
  };
  return (one, other) => {
    if (isSame(one.input, other.input)) return 2;
    const alike = similarity(wordsOf(one), wordsOf(other));
    return alike > 0.3 ? alike : 0;
  };
}

/** Merges the tools, matched by name, field by field. */
export function mergeTools(record: MergeRecord, { base, ours, theirs }: Three<Content>): Fields[] | undefined {
  return mergeOptionalList(
    record,
    { base: base.tools, ours: ours.tools, theirs: theirs.tools },
    {
      place: { id: "tools", pointer: "/tools" },
      key: toolName,
      label: (tool, index) => `Tool ${toolName(tool) ?? index + 1}`,
      show: (tool) => JSON.stringify(tool, null, 2),
      merge: (within, place, three) => mergeFields(within, place, { ...three, base: three.base ?? {} }, mergeJson),
    },
  );
}

function toolName(tool: Fields): string | null {
  const inner = tool.function as { name?: unknown } | null | undefined;
  const name = inner?.name ?? tool.name;
  return typeof name === "string" ? name : null;
}

/** Merges the pinned snippets by name. */
export function mergeSnippets(record: MergeRecord, { base, ours, theirs }: Three<Content>): Pin[] | undefined {
  return mergeOptionalList(
    record,
    { base: base.snippets, ours: ours.snippets, theirs: theirs.snippets },
    {
      place: { id: "snippets", pointer: "/snippets" },
      key: ({ name }) => name,
      label: ({ name }) => `Snippet ${name}`,
      show: ({ name, version }) => `${name} v${version}`,
      merge: (within, place, three) => ({
        name: three.ours.name,
        version: mergeValue(
          within,
          inside(place, "version", "version"),
          { base: three.base?.version, ours: three.ours.version, theirs: three.theirs.version },
          (version) => (version === undefined ? null : `v${version}`),
        ),
      }),
    },
  );
}

/** Merges the response schema key by key. */
export function mergeResponseSchema(record: MergeRecord, { base, ours, theirs }: Three<Content>): Fields | undefined {
  const place: MergePath = { id: "responseSchema", pointer: "/responseSchema", label: "Response schema" };
  const three = { base: base.responseSchema, ours: ours.responseSchema, theirs: theirs.responseSchema };
  return mergeJson(record, place, three) as Fields | undefined;
}

/** Merges the format of the response schema, field by field. */
export function mergeResponseFormat(
  record: MergeRecord,
  { base, ours, theirs }: Three<Content>,
): ResponseFormat | undefined {
  const place: MergePath = { id: "responseFormat", pointer: "/responseFormat", label: "Response format" };
  const three = { base: base.responseFormat, ours: ours.responseFormat, theirs: theirs.responseFormat };
  return mergeJson(record, place, three) as ResponseFormat | undefined;
}
