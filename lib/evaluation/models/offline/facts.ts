import { type MessageText, messageTexts } from "@/lib/template/requests/spoken";
import type { ModelMessage } from "../types";

/** Facts that patterns can find in messages. */
export type MessageFacts = {
  /** The name of the sender, if it appears. */
  person: string | null;
  /** The name of the assistant, if the system message gives one. */
  self: string | null;
  /** Order numbers, tickets, invoices. */
  ids: string[];
  amounts: string[];
  emails: string[];
  /** The first question of the last user message, or else its first sentence. */
  gist: string;
  /** The last message of the user. */
  question: string;
  language: "en" | "de" | "fr" | "es";
  /** "Answer with one of: a, b, c" */
  choices: string[];
};

const name = "([A-ZÀ-Þ][\\p{L}'’-]{1,30})";
const personPatterns = [
  new RegExp(
    `(?:[Mm]y name is|I am|I['’]m|[Tt]his is|[Ii]ch bin|[Ii]ch hei(?:ß|ss)e|[Jj]e suis|[Mm]e llamo)\\s+${name}`,
    "u",
  ),
  new RegExp(
    `(?:[Cc]ustomer|[Nn]ame|[Uu]ser|[Ff]rom|[Kk]unde|[Kk]undin|[Cc]lient)(?: name)?(?: is(?: called)?)?\\s*[:=]?\\s+${name}`,
    "u",
  ),
  new RegExp(`(?:[Rr]egards|[Tt]hanks|[Bb]est|[Gg]r(?:ü|ue)(?:ß|ss)e|[Mm]erci|[Gg]racias),?\\s+${name}\\s*$`, "u"),
  new RegExp(`^${name} here\\b`, "u"),
];
const selfPattern = new RegExp(`(?:[Yy]ou are|[Ss]ign (?:as|with)|[Yy]our name is)\\s+${name}`, "u");
const notNames = /^(The|A|An|Not|Sorry|Very|Still|Here|It|Our|My|Your|This|That|Order|Please)$/;

const languages = [
  ["de", /\b(German|Deutsch|de-DE)\b/],
  ["fr", /\b(French|français|fr-FR)\b/i],
  ["es", /\b(Spanish|español|es-ES)\b/i],
] as const;
const ownWords = [
  ["de", /\b(ich|nicht|und|bitte|mein|meine|habe|ist)\b/gi],
  ["fr", /\b(je|pas|et|bonjour|mon|ma|commande|est|vous)\b/gi],
  ["es", /\b(hola|mi|pedido|el|no ha|gracias|por favor|está)\b/gi],
] as const;

const matches = (text: string, pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([found]) => found))];

function firstName(text: string): string | null {
  for (const pattern of personPatterns) {
    const found = pattern.exec(text)?.[1];
    if (found && !notNames.test(found)) return found;
  }
  return null;
}

function languageOf(instructions: string, question: string): MessageFacts["language"] {
  const requested = languages.find(([, pattern]) => pattern.test(instructions));
  if (requested) return requested[0];
  const spoken = ownWords.find(([, pattern]) => matches(question.toLowerCase(), pattern).length >= 3);
  return spoken ? spoken[0] : "en";
}

function gistOf(question: string): string {
  const sentences = question.replaceAll(/\s+/g, " ").match(/[^.!?]+[.!?]*/g) ?? [question];
  const spoken = sentences.map((sentence) => sentence.trim()).filter((sentence) => sentence.length > 12);
  const gist = spoken.find((sentence) => sentence.endsWith("?")) ?? spoken[0] ?? question.trim();
  return gist.length > 140 ? `${gist.slice(0, 139).trimEnd()}…` : gist;
}

/** Reads the facts. The user's text is the last user message, or all messages if there is none. Pure. */
export function readFacts(input: readonly ModelMessage[]): MessageFacts {
  const messages = messageTexts(input);
  const isInstruction = ({ role }: MessageText) => role === "system" || role === "developer";
  const instructions = messages
    .filter(isInstruction)
    .map(({ text }) => text)
    .join("\n");
  const spoken = messages.filter((message) => message.role === "user");
  const question = spoken.at(-1)?.text ?? messages.at(-1)?.text ?? "";
  const everything = messages.map(({ text }) => text).join("\n");
  const self = selfPattern.exec(instructions)?.[1] ?? null;
  const listed =
    /\bone of(?: these| the following)?:?\s+((?:["'`]?[\w-]+["'`]?(?:,\s*(?:or |and )?|\s+or\s+))+["'`]?[\w-]+["'`]?)/i.exec(
      everything,
    )?.[1];
  return {
    person: firstName(question) ?? spoken.at(-1)?.name ?? firstName(everything),
    self: self && !notNames.test(self) ? self : null,
    ids: matches(question, /(?:#\d{2,}|\b[A-Z]{1,5}-?\d{3,}\b|\b\d{4,}\b)/g).slice(0, 5),
    amounts: matches(question, /(?:[$€£]\s?\d[\d.,]*\d|\b\d[\d.,]*\s?(?:€|EUR|USD|GBP)\b)/g).slice(0, 3),
    emails: matches(question, /[\w.+-]+@[\w-]+\.[\w.]+/g).slice(0, 2),
    gist: gistOf(question),
    question,
    language: languageOf(instructions, question),
    choices: listed ? matches(listed.replaceAll(/\b(or|and)\b/g, " "), /[\w-]+/g) : [],
  };
}
