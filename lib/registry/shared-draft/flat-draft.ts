import type { DraftForm } from "../working-draft";

type DraftEntry = DraftForm["entries"][number];
type Example = DraftForm["examples"][number];
type Variable = DraftForm["variables"][number];
type MessagePart = NonNullable<Extract<DraftEntry, { kind: "message" }>["parts"]>[number];

/** A draft without nesting: `lists` are merged by item, `texts` by character, and for `values` the last write wins. */
export type FlatDraft = {
  lists: Map<string, string[]>;
  texts: Map<string, string>;
  values: Map<string, unknown>;
};

/** The key of a field: the kind and id of its owner, and its name. */
const keyOf = (kind: string, id: string, field: string) => JSON.stringify([kind, id, field]);
/** The common prefix of the keys of one owner. */
export const ownerOf = (key: string) => key.slice(0, key.lastIndexOf(",")); // no field has a comma in its name

const partsOf = (kind: string, id: string, field: string) => keyOf("parts", JSON.stringify([kind, id]), field);
const partId = (list: string, id: string) => JSON.stringify([list, id]);

/**
 * The key of a text by its place in the editor: of a message, of one side of an example, or of a part of either. Pure.
 */
export function textKeyOfPlace(draft: DraftForm, place: string): string | null {
  for (const { id, ...entry } of draft.entries) {
    if (place === id) return keyOf("entry", id, "content");
    if (entry.kind === "message" && place.startsWith(`${id}:`))
      return keyOf("part", partId(partsOf("entry", id, "parts"), place.slice(id.length + 1)), "text");
  }
  for (const { id } of draft.examples) {
    for (const side of ["input", "output"] as const) {
      if (place === `${id}:${side}`) return keyOf("example", id, side);
      if (place.startsWith(`${id}:${side}:`)) {
        const list = partsOf("example", id, `${side}Parts`);
        return keyOf("part", partId(list, place.slice(`${id}:${side}:`.length)), "text");
      }
    }
  }
  return null;
}

/** Flattens a draft. Pure. */
export function flattenDraft(draft: DraftForm): FlatDraft {
  const flat: FlatDraft = { lists: new Map(), texts: new Map(), values: new Map() };
  const put = (kind: string, id: string, fields: Record<string, unknown>, texts: readonly string[] = []) => {
    for (const [field, value] of Object.entries(fields)) {
      if (value === undefined) continue;
      const key = keyOf(kind, id, field);
      if (texts.includes(field)) flat.texts.set(key, String(value).replace(/\r\n?/g, "\n"));
      else flat.values.set(key, value);
    }
  };
  const putParts = (kind: string, id: string, field: string, parts: readonly MessagePart[] | undefined) => {
    if (!parts) return;
    const list = partsOf(kind, id, field);
    flat.lists.set(
      list,
      parts.map((part) => part.id),
    );
    flat.values.set(keyOf(kind, id, field), true);
    for (const { id: own, ...part } of parts)
      put("part", partId(list, own), part, part.type === "text" ? ["text"] : []);
  };

  const { entries, examples, variables, model, ...rest } = draft;
  put("draft", "", rest, ["responseSchema", "tools"]);
  put("model", "", model, ["other"]);
  flat.lists.set(
    "entries",
    entries.map(({ id }) => id),
  );
  for (const entry of entries) {
    if (entry.kind === "slot") {
      const { id, ...slot } = entry;
      put("entry", id, slot);
      continue;
    }
    const { id, parts, ...message } = entry;
    put("entry", id, message, ["content"]);
    putParts("entry", id, "parts", parts);
  }
  flat.lists.set(
    "examples",
    examples.map(({ id }) => id),
  );
  for (const { id, inputParts, outputParts, ...example } of examples) {
    put("example", id, example, ["input", "output"]);
    putParts("example", id, "inputParts", inputParts);
    putParts("example", id, "outputParts", outputParts);
  }
  flat.lists.set(
    "variables",
    variables.map(({ name }) => name),
  );
  for (const { name, ...variable } of variables) put("variable", name, variable, ["description"]);
  return flat;
}

/** A flat draft to read. A missing list or text is empty. */
export type FlatReader = {
  list: (key: string) => readonly string[];
  text: (key: string) => string;
  values: Iterable<[string, unknown]>;
};

/**
 * Restores a draft from its flat form. Fields that are missing after concurrent changes get a default, so that the
 * draft is always complete. Pure.
 */
export function unflattenDraft(flat: FlatReader): DraftForm {
  const fields = new Map<string, Record<string, unknown>>();
  for (const [key, value] of flat.values) {
    const [kind, id, field] = JSON.parse(key) as [string, string, string];
    const owner = keyOf(kind, id, "");
    const own = fields.get(owner) ?? {};
    own[field] = value;
    fields.set(owner, own);
  }
  const of = (kind: string, id: string) => fields.get(keyOf(kind, id, "")) ?? {};
  const ids = (list: string) => [...new Set(flat.list(list))].slice(0, 1_000);
  const readParts = (kind: string, id: string, field: string): MessagePart[] => {
    const list = partsOf(kind, id, field);
    return ids(list).map((own) => {
      const key = partId(list, own);
      const { text: written, ...part } = { type: "text", ...of("part", key) } as Omit<MessagePart, "id">;
      const text = part.type === "text" ? flat.text(keyOf("part", key, "text")) : written;
      return { id: own, ...part, ...(text !== undefined && { text }) };
    });
  };
  const readEntry = (id: string): DraftEntry => {
    const { kind, parts, optional, placeholder, ...message } = of("entry", id);
    if (kind === "slot") {
      const slot = { id, kind, placeholder: placeholder ?? "history", ...(optional !== undefined && { optional }) };
      return slot as DraftEntry;
    }
    return {
      id,
      kind: "message",
      role: "user",
      ...message,
      content: parts === true ? "" : flat.text(keyOf("entry", id, "content")),
      ...(parts === true && { parts: readParts("entry", id, "parts") }),
    } as DraftEntry;
  };
  const readExample = (id: string): Example => {
    const { inputParts, outputParts } = of("example", id);
    const side = (name: string, hasParts: unknown) => (hasParts ? "" : flat.text(keyOf("example", id, name)));
    return {
      id,
      input: side("input", inputParts),
      output: side("output", outputParts),
      ...(inputParts === true && { inputParts: readParts("example", id, "inputParts") }),
      ...(outputParts === true && { outputParts: readParts("example", id, "outputParts") }),
    };
  };
  const entries = ids("entries").map(readEntry);
  return {
    type: "chat",
    removed: [],
    pins: [],
    ...of("draft", ""),
    responseSchema: flat.text(keyOf("draft", "", "responseSchema")),
    tools: flat.text(keyOf("draft", "", "tools")),
    // Two people may each have deleted the message that the other one kept.
    entries: entries.length > 0 ? entries : [readEntry("m0")],
    examples: ids("examples").map(readExample),
    variables: ids("variables").map(
      (name): Variable => ({
        name,
        type: "string",
        required: true,
        defaultText: null,
        ...of("variable", name),
        description: flat.text(keyOf("variable", name, "description")),
      }),
    ),
    model: {
      provider: "",
      name: "",
      temperature: "",
      maxTokens: "",
      maxTokensKey: "max_tokens",
      ...of("model", ""),
      other: flat.text(keyOf("model", "", "other")),
    },
  };
}
