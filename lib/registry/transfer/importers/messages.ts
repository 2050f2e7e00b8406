import { isRecord } from "@/lib/core/records";
import { readMessage } from "../chat";
import { defineImporter } from "../define-importer";
import { promptOf, Sink } from "../sink";

/** A plain list of messages. */
export const messages = defineImporter({
  format: "messages",
  label: "Chat messages",
  reads: "a list of { role, content }",
  endings: [".json", ".yaml"],
  kinds: ["json", "yaml"],
  is: ({ source: { value } }) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((entry) => isRecord(entry) && typeof entry.role === "string" && Object.hasOwn(entry, "content")),
  read({ source, name }) {
    const sink = new Sink();
    const list = source.items().map((entry) => readMessage(entry, sink, "plain"));
    return [promptOf(name, [sink.version({ type: "chat", messages: list })])];
  },
});
