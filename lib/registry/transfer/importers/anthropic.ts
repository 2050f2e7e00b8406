import { isRecord } from "@/lib/core/records";
import type { Content } from "@/lib/template/content";
import { readAnthropicMessage, readContent } from "../chat";
import { defineImporter } from "../define-importer";
import { takeRequest } from "../settings";
import { promptOf, Sink } from "../sink";
import { isAnthropicBody } from "./openai";

/** The body of a request to Anthropic's Messages API. */
export const anthropic = defineImporter({
  format: "anthropic",
  label: "Anthropic request",
  reads: "the body of a call of the Messages API",
  endings: [".json"],
  kinds: ["json"],
  is: ({ source: { value } }) =>
    isRecord(value) &&
    Array.isArray(value.messages) &&
    value.messages.every((entry) => isRecord(entry) && typeof entry.role === "string") &&
    isAnthropicBody(value),
  read({ source, name }) {
    const sink = new Sink();
    source.setAside("anthropic_version", "anthropic_beta");
    const system = source.at("system");
    const first: Content["messages"] = system.value
      ? [{ role: "system", content: readContent(system, sink, "plain") }]
      : [];
    const messages = source
      .at("messages")
      .items()
      .flatMap((entry) => readAnthropicMessage(entry, sink, "plain"));
    const hasProvider = String(source.at("model").value ?? "").includes("/");
    const rest = takeRequest(source, hasProvider ? undefined : "anthropic");
    return [promptOf(name, [sink.version({ type: "chat", messages: [...first, ...messages], ...rest })])];
  },
});
