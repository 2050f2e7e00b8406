import { canonicalJson, sha256Hex } from "@/lib/core/hash";
import { offlineJudgement } from "../../scorers/offline-judgement";
import { readTools } from "../tools";
import type { ModelRequest } from "../types";
import { type Facts, readFacts } from "./facts";
import { sampleJson } from "./json-sample";
import { phrases, subjectOf } from "./phrases";
import { type Random, seededRandom } from "./random";

export type OfflineAnswer = { text: string; tool: { name: string; input: unknown } | null; finishReason: string };

/** What the offline model answers: the same for the same request, and visibly made of its messages. Pure. */
export function offlineAnswer(request: ModelRequest): OfflineAnswer {
  const verdict = offlineJudgement(request);
  if (verdict !== null) return { text: verdict, tool: null, finishReason: "stop" };
  const random = seededRandom(sha256Hex(canonicalJson(request)));
  const facts = readFacts(request.messages);
  const tool = chooseTool(request, facts);
  if (tool) {
    const input = sampleJson(tool.schema, facts, random);
    return { text: "", tool: { name: tool.name, input }, finishReason: "tool-calls" };
  }
  const schema = request.responseSchema;
  const text = schema ? JSON.stringify(sampleJson(schema, facts, random), null, 2) : prose(facts, random);
  return { ...cut(text, request.parameters ?? {}), tool: null };
}

/** A tool whose words stand in the message, unless its answer is there already. */
function chooseTool({ tools, messages, parameters }: ModelRequest, { said }: Facts) {
  const choice = parameters?.tool_choice;
  if (!tools?.length || choice === "none" || messages.at(-1)?.role === "tool") return null;
  const known = readTools(tools);
  const words = (name: string) =>
    name
      .toLowerCase()
      .split(/[^a-z]+/)
      .filter((word) => word.length > 3);
  const text = said.toLowerCase();
  const fitting = known.find(({ name }) => words(name).some((word) => text.includes(word.replace(/s$/, ""))));
  return fitting ?? (choice === "required" ? known[0] : undefined) ?? null;
}

function prose(facts: Facts, random: Random): string {
  const { choices, said, person, self, language } = facts;
  if (choices.length > 0)
    return choices.find((one) => said.toLowerCase().includes(one.toLowerCase())) ?? random.pick(choices);
  const words = phrases[language];
  const others = facts.ids.slice(1);
  const paragraphs = [
    words.hello(person),
    [random.pick(words.about)(subjectOf(facts)), facts.gist && words.question(facts.gist)].filter(Boolean).join(" "),
    [random.pick(words.steps), others.length > 0 ? `(${others.join(", ")})` : ""].filter(Boolean).join(" "),
    [random.pick(words.end), self].filter(Boolean).join("\n"),
  ];
  return paragraphs.join("\n\n");
}

/** Keeps to `stop` and to the token limit, as a model does. */
function cut(text: string, parameters: Record<string, unknown>): { text: string; finishReason: string } {
  const stops = [parameters.stop, parameters.stop_sequences, parameters.stopSequences].flat();
  const places = stops.flatMap((stop) =>
    typeof stop === "string" && stop && text.includes(stop) ? [text.indexOf(stop)] : [],
  );
  const shown = places.length > 0 ? text.slice(0, Math.min(...places)) : text;
  const limit = ["max_tokens", "max_completion_tokens", "max_output_tokens", "maxTokens", "maxOutputTokens"]
    .map((key) => parameters[key])
    .find((value) => typeof value === "number" && value > 0);
  // Four characters a token, as everywhere in Understudy.
  if (typeof limit === "number" && shown.length > limit * 4)
    return { text: shown.slice(0, limit * 4), finishReason: "length" };
  return { text: shown, finishReason: "stop" };
}
