import { canonicalJson } from "@/lib/core/canonical-json";
import { sha256Hex } from "@/lib/core/hash";
import { readMessage } from "@/lib/template/requests/read-message";
import { readSettings } from "@/lib/template/requests/settings";
import { readFunctions } from "@/lib/template/requests/tools";
import { offlineJudgement } from "../../scorers/offline-judgement";
import type { ModelRequest } from "../types";
import { type MessageFacts, readFacts } from "./facts";
import { sampleJson } from "./json-sample";
import { phrases, subjectOf } from "./phrases";
import { type Random, seededRandom } from "./random";

export type OfflineAnswer = { text: string; tool: { name: string; input: unknown } | null; finishReason: string };

/** Returns the answer of the offline model. It is deterministic and visibly built from the messages. Pure. */
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

/** Chooses a tool that the message mentions, unless the messages already contain its result. */
function chooseTool({ tools, messages, parameters }: ModelRequest, { question }: MessageFacts) {
  const { toolChoice: choice } = readSettings(parameters);
  const last = messages.at(-1);
  const isAnswered = last !== undefined && readMessage(last).blocks.some(({ type }) => type === "result");
  if (!tools?.length || choice === "none" || isAnswered || last?.role === "tool") return null;
  const functions = readFunctions(tools);
  if (typeof choice === "object") return functions.find(({ name }) => name === choice.name) ?? null;
  const words = (name: string) =>
    name
      .toLowerCase()
      .split(/[^a-z]+/)
      .filter((word) => word.length > 3);
  const text = question.toLowerCase();
  const fitting = functions.find(({ name }) => words(name).some((word) => text.includes(word.replace(/s$/, ""))));
  return fitting ?? (choice === "required" ? functions[0] : undefined) ?? null;
}

function prose(facts: MessageFacts, random: Random): string {
  const { choices, question, person, self, language } = facts;
  if (choices.length > 0)
    return choices.find((one) => question.toLowerCase().includes(one.toLowerCase())) ?? random.pick(choices);
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

/** Applies `stop` and the token limit, as a model does. */
function cut(text: string, parameters: Record<string, unknown>): { text: string; finishReason: string } {
  const { stop = [], maxTokens = 0 } = readSettings(parameters);
  const places = stop.flatMap((word) => (word && text.includes(word) ? [text.indexOf(word)] : []));
  const shown = places.length > 0 ? text.slice(0, Math.min(...places)) : text;
  // Four characters per token, as everywhere in Understudy.
  if (maxTokens > 0 && shown.length > maxTokens * 4)
    return { text: shown.slice(0, maxTokens * 4), finishReason: "length" };
  return { text: shown, finishReason: "stop" };
}
