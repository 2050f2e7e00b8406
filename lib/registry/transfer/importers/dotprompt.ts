import { readDotpromptFile } from "@/lib/template/dotprompt";
import { isHumanloop } from "@/lib/template/humanloop";
import { defineImporter, endsWith, nameIn } from "../define-importer";
import { atRoot } from "../format";
import { promptOf, Sink } from "../sink";

const ownFields = ["understudy", "config", "input", "output", "model", "variant"];
const mark = /\{\{\s*(?:role\s+"[^"\n]*"|history)\s*\}\}/;

/** Google's Dotprompt, which is also one of our export formats. */
export const dotprompt = defineImporter({
  format: "dotprompt",
  label: "Dotprompt",
  reads: "one prompt: front matter and a body in Handlebars",
  endings: [".prompt"],
  kinds: ["front matter", "text"],
  is(file) {
    const { fields, text, bodyOffset } = file.front;
    if (isHumanloop(file.front)) return false;
    if (endsWith(file, ".prompt")) return true;
    const hasFields = ownFields.some((key) => Object.hasOwn(fields, key)) && typeof fields.model !== "object";
    return hasFields || mark.test(text.slice(bodyOffset, bodyOffset + 20_000));
  },
  read({ front, name }) {
    const read = readDotpromptFile(front);
    const sink = new Sink();
    sink.problems.push(...atRoot(read.problems));
    sink.warnings.push(...atRoot(read.warnings));
    const { description, tags } = read;
    return [promptOf(nameIn(read.name, name), [sink.version(read.content)], { description, tags })];
  },
});
