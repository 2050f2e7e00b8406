import { type Content, isPlaceholder } from "./content";

/** A field of the content that is a template, with its JSON pointer. */
export type TemplateField = { pointer: string; text: string };

/** Every template in the content, in the order of the content: messages, then examples. */
export function templateFields(content: Content): TemplateField[] {
  const fields: TemplateField[] = [];
  mapTemplates(content, (text, pointer) => {
    fields.push({ pointer, text });
    return text;
  });
  return fields;
}

/** The content with every template replaced by what `change` makes of it. */
export function mapTemplates(content: Content, change: (text: string, pointer: string) => string): Content {
  const messages = content.messages.map((entry, index) =>
    isPlaceholder(entry) ? entry : { ...entry, content: change(entry.content, `/messages/${index}/content`) },
  );
  if (!content.examples) return { ...content, messages };
  const examples = content.examples.map(({ input, output }, index) => ({
    input: change(input, `/examples/${index}/input`),
    output: change(output, `/examples/${index}/output`),
  }));
  return { ...content, messages, examples };
}
