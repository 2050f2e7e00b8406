import type { DraftForm } from "@/lib/registry/working-draft";
import type { Role } from "@/lib/template/content";

/** The content of a version in the editor. The server stores it in the same form. */
export type Draft = DraftForm;
export type DraftEntry = Draft["entries"][number];
export type DraftMessage = Extract<DraftEntry, { kind: "message" }>;
export type DraftSlot = Extract<DraftEntry, { kind: "slot" }>;
export type DraftExample = Draft["examples"][number];
export type DraftVariable = Draft["variables"][number];
export type DraftModel = Draft["model"];
export type DraftPart = NonNullable<DraftMessage["parts"]>[number];

export const roleNames: Record<Role, string> = {
  system: "System",
  user: "User",
  assistant: "Assistant",
  developer: "Developer",
  tool: "Tool",
};

const placeholderTitles: Record<string, string> = { history: "Chat history", examples: "Examples" };

/** The label of a placeholder. */
export const slotTitle = (placeholder: string): string => placeholderTitles[placeholder] ?? "Messages";

/** The place of a template in the draft: the id of a message, or the id of an example with its side. */
export const examplePlace = (id: string, side: "input" | "output") => `${id}:${side}`;
