import type { Actor } from "@/lib/auth/actor";
import { type PreparedContent, prepareParsed } from "../prepare";
import { findPrompt } from "../queries/find-prompt";
import { listSnippets, wantedSnippets } from "../queries/snippets";
import { parseContent } from "../schema";

/**
 * Checks content and fixes everything it depends on: variables and snippet versions. A snippet that is not pinned is
 * pinned to its version in production, else its latest. Throws the template's and schema's codes.
 */
export async function prepareContent(actor: Actor, name: string, input: unknown): Promise<PreparedContent> {
  const content = parseContent(input);
  const wanted = wantedSnippets(content);
  const [snippets, self] = await Promise.all([
    listSnippets(actor, wanted),
    wanted.length > 0 ? findPrompt(actor.workspaceId, name) : null,
  ]);
  const find = (wanted: string, version: number | null) =>
    snippets.find((snippet) => snippet.name === wanted && snippet.asked === version) ?? null;
  return prepareParsed(content, (wanted, version) => find(wanted, version ?? null), self?.name ?? name);
}
