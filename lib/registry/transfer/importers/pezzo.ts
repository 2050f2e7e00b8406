import { isRecord } from "@/lib/core/records";
import type { Content } from "@/lib/template/content";
import { readMessage } from "../chat";
import { defineImporter } from "../define-importer";
import { takeModel, warnUnknown } from "../settings";
import { promptOf, Sink } from "../sink";

/** A Pezzo prompt version, in the form of its client library. */
export const pezzo = defineImporter({
  format: "pezzo",
  label: "Pezzo",
  reads: "a prompt version as its API gives it",
  endings: [".json"],
  kinds: ["json"],
  is({ source: { value } }) {
    if (!isRecord(value) || !(value.sha || value.promptVersionSha)) return false;
    const hasText = isRecord(value.content) || typeof value.content === "string";
    return hasText || (isRecord(value.settings) && Array.isArray(value.settings.messages));
  },
  read({ source, name: fileName }) {
    const sink = new Sink(source);
    source.setAside(
      "sha",
      "promptVersionSha",
      "promptId",
      "id",
      "createdAt",
      "createdById",
      "projectId",
      "environmentId",
    );
    if (["Prompt", "Chat"].includes(String(source.at("type").value))) source.setAside("type");
    const [settings, body] = [source.at("settings"), source.at("content")];
    const chat = [body.at("messages"), settings.at("messages")].find(({ value }) => Array.isArray(value));
    const text = typeof body.value === "string" ? body : body.at("prompt");
    const inner = settings.at("modelSettings");
    const model = takeModel(settings.at("model"), [inner.isMap() ? inner : settings], {
      provider: settings.at("provider"),
      isOpen: ["model", "provider", "messages", "modelSettings"],
    });
    warnUnknown(model, settings.pointer, sink);
    const content: Content = {
      type: chat ? "chat" : "text",
      messages: chat
        ? chat.items().map((entry) => readMessage(entry, sink, "single-curly"))
        : [{ role: "user", content: sink.template(text, "single-curly") }],
      ...(model && { model }),
    };
    const version = sink.version(content, { message: source.text("message") ?? "" });
    return [promptOf(source.text("promptName") ?? source.text("name") ?? fileName, [version])];
  },
});
