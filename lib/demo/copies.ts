import { createHash } from "node:crypto";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { type DemoPrompt, type Person, people } from "./types";

/** Returns the id of a prompt's draft copy, derived from its name. */
export function copyId(promptId: string, name: string): string {
  const hex = createHash("sha256").update(`${promptId} ${name}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Returns the parent of a version: the previous version of its draft copy, or else of the prompt. */
export function parentOf({ versions, copies }: DemoPrompt, index: number): number | null {
  const { copy } = versions[index] ?? {};
  const before = versions.slice(0, index).findLastIndex((version) => version.copy === copy) + 1;
  return before > 0 ? before : copy === undefined ? null : (copies?.[copy]?.base ?? null);
}

type DemoContext = { workspaceId: string; prompt: DemoPrompt; ids: Record<Person, string> };

/** Returns the draft copies of a prompt as rows, merged or open. */
export function demoCopies(
  promptId: string,
  { workspaceId, prompt: { versions, copies = {} }, ids }: DemoContext,
  ago: (days: number) => Date,
): Prisma.DraftCopyCreateManyInput[] {
  return Object.entries(copies).map(([name, { description, by, daysAgo, base, mergedAs }]) => {
    const head = versions.findLastIndex(({ copy }) => copy === name) + 1;
    const changed = ago(versions[(mergedAs ?? head) - 1]?.daysAgo ?? daysAgo);
    return {
      id: copyId(promptId, name),
      workspaceId,
      promptId,
      name,
      description,
      baseNumber: base,
      headNumber: head || base,
      createdAt: ago(daysAgo),
      updatedAt: changed,
      createdByKind: "user",
      createdById: ids[by],
      createdByName: people[by].name,
      ...(mergedAs !== undefined && { status: "merged" as const, mergedAs, closedAt: changed }),
    };
  });
}
