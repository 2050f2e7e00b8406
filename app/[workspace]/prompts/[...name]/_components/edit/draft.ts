import type { Content, Pin, Role, VariableType } from "@/lib/template/content";

/** A message being edited. Its id stays while it moves, so that an editor keeps its place and its undo steps. */
export type DraftMessage = { id: string; kind: "message"; role: Role; content: string; name?: string };

/** A place the application fills with messages: "history", or "examples". */
export type DraftSlot = { id: string; kind: "slot"; placeholder: string };

export type DraftEntry = DraftMessage | DraftSlot;

export type DraftExample = { id: string; input: string; output: string };

/** A declared variable. The default stays as it was typed, so that half a number is not lost; null is none. */
export type DraftVariable = {
  name: string;
  type: VariableType;
  required: boolean;
  defaultText: string | null;
  description: string;
};

/** The model's settings as typed; numbers are checked when the content is made. */
export type DraftModel = {
  provider: string;
  name: string;
  temperature: string;
  maxTokens: string;
  /** What this model calls the limit: "max_tokens" unless the version says otherwise. */
  maxTokensKey: string;
  /** The parameters without a field of their own, as JSON. */
  other: string;
};

/** A version's content while somebody edits it. */
export type Draft = {
  type: Content["type"];
  entries: DraftEntry[];
  examples: DraftExample[];
  variables: DraftVariable[];
  /** Names that were taken off the list although a template uses them: they do not come back by themselves. */
  removed: string[];
  model: DraftModel;
  responseSchema: string;
  tools: string;
  pins: Pin[];
};

export const roleNames: Record<Role, string> = {
  system: "System",
  user: "User",
  assistant: "Assistant",
  developer: "Developer",
  tool: "Tool",
};

export const typeNames: Record<VariableType, string> = {
  string: "text",
  number: "number",
  boolean: "yes or no",
  array: "list",
  object: "object",
};

/** Where a template stands in the draft: a message's id, or an example's id with its side. */
export const examplePlace = (id: string, side: "input" | "output") => `${id}:${side}`;
