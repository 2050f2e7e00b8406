import type { z } from "zod";
import type { contentInput } from "@/lib/registry/schema";

/** Who works at Fernway, a shop for tents and trails. */
export const people = {
  priya: { name: "Priya Raman" },
  mara: { name: "Mara Lindqvist" },
  aiko: { name: "Aiko Tanaka" },
  jonas: { name: "Jonas Weber" },
  tomas: { name: "Tomás Reyes" },
} as const;

export type Person = keyof typeof people;

/** Where the demo's people get their mail, and whether they are there for somebody's own demo alone. */
export type Cast = { mailDomain: string; isOwn: boolean };

/** Where the people of the demo that comes with an empty database get their mail. */
export const fernwayMail = "fernway.example";

type ContentInput = z.input<typeof contentInput>;

export type DemoPrompt = {
  name: string;
  description: string;
  tags: string[];
  owner: Person;
  /** Oldest first; numbered from 1. */
  versions: DemoVersion[];
  /** Draft copies, by the names their versions give. */
  copies?: Record<string, DemoCopy>;
  /** Moves to staging and production; every version is used in development as soon as it is saved. */
  moves: DemoMove[];
};

type DemoVersion = {
  daysAgo: number;
  by: Person;
  message: string;
  content: ContentInput;
  /** The draft copy it was saved in. */
  copy?: string;
  /** The second parent of a merge. */
  merges?: number;
};

/** A draft copy: made from the version `base`, open until it is merged as a version. */
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

/** A chat of a system message, the turns so far, and what the person wrote. */
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

/** A task without turns: instructions, then the material. */
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

/** A piece of text that other prompts put in with `{% render %}`. */
export function snippet(content: string): ContentInput {
  return { type: "text", messages: [{ role: "system", content }] };
}

/** A declared variable of text. */
export const text = (name: string, description: string) => ({
  name,
  type: "string" as const,
  required: true,
  description,
});
