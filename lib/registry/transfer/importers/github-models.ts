import { isRecord } from "@/lib/core/records";
import type { Content } from "@/lib/template/content";
import { Source } from "@/lib/template/source";
import { readMessage } from "../chat";
import { defineImporter, endsWith } from "../define-importer";
import { takeModel, takeSchema } from "../settings";
import { promptOf, Sink } from "../sink";

const ownFields = ["modelParameters", "testData", "evaluators", "responseFormat", "jsonSchema"];
/** GitHub's names for settings that have other names here. */
const settingNames: Record<string, string> = {
  maxTokens: "max_tokens",
  maxCompletionTokens: "max_completion_tokens",
  topP: "top_p",
  frequencyPenalty: "frequency_penalty",
  presencePenalty: "presence_penalty",
  reasoningEffort: "reasoning_effort",
};

/** GitHub Models' `.prompt.yml`. */
export const githubModels = defineImporter({
  format: "github-models",
  label: "GitHub Models",
  reads: "one prompt: messages, model, settings and schema",
  endings: [".prompt.yml"],
  kinds: ["yaml"],
  is(file) {
    const { value } = file.source;
    if (!isRecord(value) || !Array.isArray(value.messages)) return false;
    const isNamed = [".prompt.yml", ".prompt.yaml"].some((ending) => endsWith(file, ending));
    return isNamed || typeof value.model === "string" || ownFields.some((key) => Object.hasOwn(value, key));
  },
  read({ source, name: fileName }) {
    const sink = new Sink();
    const messages = source
      .at("messages")
      .items()
      .map((entry) => readMessage(entry, sink, "mustache"));
    const settings = source.at("modelParameters");
    const found = takeModel(source.at("model"), [settings], { isOpen: [] });
    const model = found && {
      ...found,
      ...(found.parameters && {
        parameters: Object.fromEntries(
          Object.entries(found.parameters).map(([key, value]) => [settingNames[key] ?? key, value]),
        ),
      }),
    };
    const isJson = source.at("responseFormat").value === "json_schema";
    const schema = readSchema(source.at("jsonSchema"), sink);
    if ((isJson && schema) || source.at("responseFormat").value === "text") source.text("responseFormat");
    for (const key of ["testData", "evaluators"])
      source.at(key).leave("Cases and evaluators belong to a suite: import the file there too.");
    const content: Content = {
      type: "chat",
      messages,
      ...(model && { model }),
      ...schema,
    };
    const name = source.text("name") ?? fileName;
    return [promptOf(name, [sink.version(content)], { description: source.text("description") })];
  },
});

/** Reads the schema, which is JSON inside a string, with a name and strictness. */
function readSchema(source: Source, sink: Sink): ReturnType<typeof takeSchema> {
  if (typeof source.value !== "string") return takeSchema(source);
  try {
    const value: unknown = JSON.parse(source.value);
    if (!isRecord(value)) return null;
    source.take();
    const inner = new Source(value, source.pointer);
    const schema = takeSchema(inner);
    inner.settle(sink);
    return schema;
  } catch {
    source.leave("This is not JSON.");
    return null;
  }
}
