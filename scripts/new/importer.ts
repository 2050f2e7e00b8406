import { type Changes, camel, label, register } from "./naming";

/** An import format for prompts: its file, its test, and its line in the registry before all others. */
export function newImporter(name: string): Changes {
  const id = camel(name);
  return {
    files: {
      [`lib/registry/transfer/importers/${name}.ts`]: `import { isRecord } from "@/lib/core/records";
import type { Content } from "@/lib/template/content";
import { readMessage } from "../chat";
import { defineImporter } from "../define-importer";
import { promptOf, Sink } from "../sink";

/** ${label(name)}. */
export const ${id} = defineImporter({
  format: "${name}",
  label: "${label(name)}",
  reads: "one prompt: its messages",
  endings: [".json"],
  kinds: ["json"],
  is: ({ source }) => isRecord(source.value) && source.value.format === "${name}",
  read({ source, name: fileName }) {
    source.text("format"); // what nobody takes is listed as lost
    const sink = new Sink();
    const messages = source
      .at("dialogue")
      .items()
      .map((entry) => readMessage(entry, sink, "mustache"));
    const content: Content = { type: "chat", messages };
    return [promptOf(source.text("name") ?? fileName, [sink.version(content)])];
  },
});
`,
      [`lib/registry/transfer/importers/${name}.test.ts`]: `import { expect, test } from "vitest";
import { readFile } from "../read-file";

test("a file of ${label(name)} becomes a prompt, and what is not read is named", () => {
  const messages = [{ role: "user", content: "Hello {{name}}" }];
  const text = JSON.stringify({ format: "${name}", name: "greeting", dialogue: messages, colour: "blue" });
  const { format, prompts, losses } = readFile({ name: "greeting.json", text }, "auto", 0);
  expect(format).toBe("${name}");
  expect(prompts).toMatchObject([{ name: "greeting", versions: [{ content: { type: "chat", messages } }] }]);
  const all = [...losses, ...prompts.flatMap((prompt) => [prompt, ...prompt.versions]).flatMap((one) => one.losses)];
  expect(all).toMatchObject([{ pointer: "/colour", value: '"blue"' }]);
});
`,
    },
    edits: {
      "lib/registry/transfer/importers.ts": (current) =>
        register(current, {
          importing: `import { ${id} } from "./importers/${name}";`,
          opening: "export const importers = [",
          entry: id,
          at: "start",
        }),
      // The test changes and removes every field of a fixture once. Each loss must be reported.
      "lib/testing/import-fixtures.ts": (current) =>
        register(current, {
          opening: "export const importFixtures: readonly ImportFixture[] = [",
          entry: `json("${name}", "${name}.json", { format: "${name}", name: "greeting", dialogue: [{ role: "user", content: "Hello {{name}}" }] })`,
          at: "start",
        }),
    },
  };
}
