import type { Actor } from "@/lib/auth/actor";
import { type PreparedContent, prepareParsed } from "../prepare";
import { findPrompt } from "../queries/find-prompt";
import { listSnippets, snippetReferences } from "../queries/snippets";
import { parseContent } from "../schema";

/**
 * Validates content and determines its variables and snippet versions. A snippet without a pinned version is pinned to
 * its version in production, or else its latest. Throws the error codes of the template and the schema.
 */
export async function prepareContent(actor: Actor, name: string, input: unknown): Promise<PreparedContent> {
  const content = parseContent(input);
  const references = snippetReferences(content);
  const [snippets, self] = await Promise.all([
    listSnippets(actor, references),
    references.length > 0 ? findPrompt(actor.workspaceId, name) : null,
  ]);
  const find = (snippetName: string, version: number | null) =>
    snippets.find((snippet) => snippet.name === snippetName && snippet.requestedVersion === version) ?? null;
  return prepareParsed(content, (snippetName, version) => find(snippetName, version ?? null), self?.name ?? name);
}
