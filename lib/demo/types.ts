import type { z } from "zod";
import type { contentInput } from "@/lib/registry/schema";

/** The people of Fernway, an outdoor shop. */
export const people = {
  priya: { name: "Priya Raman" },
  mara: { name: "Mara Lindqvist" },
  aiko: { name: "Aiko Tanaka" },
  jonas: { name: "Jonas Weber" },
  tomas: { name: "Tomás Reyes" },
} as const;

export type Person = keyof typeof people;

/** The mail domain of the demo's people, and whether the demo belongs to one person. */
export type Cast = { mailDomain: string; isOwn: boolean };

/** The mail domain of the demo that comes with an empty database. */
export const fernwayMail = "fernway.example";

type ContentInput = z.input<typeof contentInput>;

export type DemoPrompt = {
  name: string;
  description: string;
  tags: string[];
  owner: Person;
  /** Oldest first, numbered from 1. */
  versions: DemoVersion[];
  /** Draft copies by the names that versions use. */
  copies?: Record<string, DemoCopy>;
  /** Releases to staging and production. Every version is released to development when it is saved. */
  moves: DemoMove[];
};

type DemoVersion = {
  daysAgo: number;
  by: Person;
  message: string;
  content: ContentInput;
  /** The draft copy in which it was saved. */
  copy?: string;
  /** The second parent of a merge. */
  merges?: number;
};

/** A draft copy of the version `base`. It is open unless `mergedAs` names the merged version. */
type DemoCopy = { description: string; by: Person; daysAgo: number; base: number; mergedAs?: number };

export type DemoMove = {
  daysAgo: number;
  environment: "development" | "staging" | "production";
  to: number;
  by: Person;
  reason: string;
  kind?: "promote" | "rollback";
};

type Options = Omit<ContentInput, "type" | "messages">;

const model = (temperature: number) => ({ provider: "openai", name: "gpt-4.1-mini", parameters: { temperature } });

/** Returns a chat: a system message, the turns so far, and the person's message. */
export function conversation(system: string, temperature: number, options: Options = {}): ContentInput {
  return {
    type: "chat",
    messages: [
      { role: "system", content: system },
      { placeholder: "history" },
      { role: "user", content: "{{ message }}" },
    ],
    model: model(temperature),
    ...options,
  };
}

/** Returns a task without turns: instructions, then the material. */
export function task(system: string, user: string, temperature: number, options: Options = {}): ContentInput {
  return {
    type: "chat",
    messages: [
      { role: "system", content: system },
      { role: "user", content: user },
    ],
    model: model(temperature),
    ...options,
  };
}

/** Returns a snippet that other prompts include with `{% render %}`. */
export function snippet(content: string): ContentInput {
  return { type: "text", messages: [{ role: "system", content }] };
}

/** Declares a text variable. */
export const text = (name: string, description: string) => ({
  name,
  type: "string" as const,
  required: true,
  description,
});
