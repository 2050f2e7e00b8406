import { isHumanloop, readHumanloop } from "@/lib/template/humanloop";
import { defineImporter, nameIn } from "../define-importer";
import { atRoot } from "../format";
import { promptOf, Sink } from "../sink";

/** Humanloop's `.prompt` files. */
export const humanloop = defineImporter({
  format: "humanloop",
  label: "Humanloop",
  reads: "one prompt: settings at the top level, messages in <system> and <user> tags",
  endings: [".prompt"],
  kinds: ["front matter", "text"],
  is: ({ front }) => typeof front.fields.model !== "object" && isHumanloop(front),
  read({ front, name }) {
    const read = readHumanloop(front);
    const sink = new Sink();
    sink.problems.push(...atRoot(read.problems));
    sink.warnings.push(...atRoot(read.warnings));
    const { description, tags } = read;
    return [promptOf(nameIn(read.name, name), [sink.version(read.content)], { description, tags })];
  },
});
