import type { DraftForm } from "@/lib/registry/working-draft";
import type { Role } from "@/lib/template/content";

/** A version's content while somebody edits it; the server keeps it in this very form. */
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

/** Where a template stands in the draft: a message's id, or an example's id with its side. */
export const examplePlace = (id: string, side: "input" | "output") => `${id}:${side}`;
