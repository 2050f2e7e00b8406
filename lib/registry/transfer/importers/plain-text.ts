import { defineImporter, endsWith, nameIn } from "../define-importer";
import { atRoot, tagsOf } from "../format";
import { promptOf, Sink } from "../sink";

/** Plain text. Only the extension marks it as a prompt, so other extensions are not accepted. */
export const plainText = defineImporter({
  format: "text",
  label: "Plain text",
  reads: "one message of the user; {{ name }} is a variable",
  endings: [".txt", ".md"],
  kinds: ["front matter", "text"],
  is: (file) => !endsWith(file, "skprompt.txt") && [".txt", ".md"].some((ending) => endsWith(file, ending)),
  read({ front, name, source }) {
    const sink = new Sink();
    sink.problems.push(...atRoot(front.notes.problems));
    const text = front.text.slice(front.bodyOffset).trim();
    if (text === "") sink.refuse("", "There is no text in the file.");
    // A text with Liquid tags is Liquid. Without tags, `{{ name }}` means the same in most languages.
    const dialect = /\{%-?\s*[a-z]/.test(text) ? "liquid" : "plain";
    const content = sink.convert(text, "", dialect);
    const version = sink.version({ type: "text", messages: [{ role: "user", content }] });
    const tags = source.has("tags") ? tagsOf(source.texts("tags")) : null;
    return [promptOf(nameIn(source.text("name"), name), [version], { description: source.text("description"), tags })];
  },
});
