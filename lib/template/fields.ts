import { type Content, isPlaceholder, type MessageContent, type Part } from "./content";

/** A field of the content that is a template, with its JSON pointer. */
export type TemplateField = { pointer: string; text: string };

/** A part that a variable fills: the name and type of the variable, and the JSON pointer of its name. */
export type MediaField = { pointer: string; name: string; type: "image" | "file" };

type Change = (text: string, pointer: string) => string;

/** Returns every template in the order of the content: messages, then examples. */
export function templateFields(content: Content): TemplateField[] {
  const fields: TemplateField[] = [];
  mapTemplates(content, (text, pointer) => {
    fields.push({ pointer, text });
    return text;
  });
  return fields;
}

/** Returns the content with `change` applied to every template. */
export function mapTemplates(content: Content, change: Change): Content {
  const messages = content.messages.map((entry, index) =>
    isPlaceholder(entry)
      ? entry
      : { ...entry, content: mapContent(entry.content, `/messages/${index}/content`, change) },
  );
  if (!content.examples) return { ...content, messages };
  const examples = content.examples.map(({ input, output }, index) => ({
    input: mapContent(input, `/examples/${index}/input`, change),
    output: mapContent(output, `/examples/${index}/output`, change),
  }));
  return { ...content, messages, examples };
}

function mapContent(content: MessageContent, pointer: string, change: Change): MessageContent {
  if (typeof content === "string") return change(content, pointer);
  return content.map((part, index): Part => {
    if (part.type === "text") return { ...part, text: change(part.text, `${pointer}/${index}/text`) };
    return part.url === undefined ? part : { ...part, url: change(part.url, `${pointer}/${index}/url`) };
  });
}

/** Returns every part that a variable fills, in the order of the content. */
export function mediaFields({ messages, examples = [] }: Content): MediaField[] {
  const contents: [string, MessageContent][] = [
    ...messages.flatMap((entry, index): [string, MessageContent][] =>
      isPlaceholder(entry) ? [] : [[`/messages/${index}/content`, entry.content]],
    ),
    ...examples.flatMap(({ input, output }, index): [string, MessageContent][] => [
      [`/examples/${index}/input`, input],
      [`/examples/${index}/output`, output],
    ]),
  ];
  return contents.flatMap(([pointer, content]) =>
    typeof content === "string"
      ? []
      : content.flatMap((part, index) =>
          part.type === "text" || part.variable === undefined
            ? []
            : [{ pointer: `${pointer}/${index}/variable`, name: part.variable, type: part.type }],
        ),
  );
}
