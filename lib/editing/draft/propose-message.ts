import type { ContentDiff } from "@/lib/registry/diff";
import type { MessageDiff } from "@/lib/registry/message-diff";
import type { TextDiffRow } from "@/lib/registry/text-diff";
import { countChanges, type SummaryLine, sideName, summarize } from "./changes";

const quoteLength = 60;

/** The default message of a version: its first change, and the number of further ones. Pure. */
export function proposeMessage(diff: ContentDiff): string {
  const changed = diff.messages.find(({ status }) => status !== "same");
  if (!changed) return summarize(diff).map(lineWords).join("; ");
  const first = messageWords(changed);
  const more = countChanges(diff) - 1;
  if (more < 1) return first;
  return `${first}, and ${more} more ${more === 1 ? "change" : "changes"}`;
}

function messageWords({ status, before, after, lines }: MessageDiff): string {
  const name = sideName(after ?? before);
  if (status === "added") return `Add ${name}`;
  if (status === "removed") return `Remove ${name}`;
  if (status === "moved") return `Move ${name}`;
  const row = lines.find(({ kind }) => kind !== "same");
  return row ? rowWords(row) : `Change ${sideName(before)} to ${name}`;
}

function rowWords({ before, after }: TextDiffRow): string {
  if (!before) return after?.text.trim() ? `Add ${quote(after.text)}` : "Add an empty line";
  if (!after) return before.text.trim() ? `Remove ${quote(before.text)}` : "Remove an empty line";
  return after.text.trim() ? `Change to ${quote(after.text)}` : `Remove ${quote(before.text)}`;
}

function quote(text: string): string {
  const line = text.trim();
  return `“${line.length > quoteLength ? `${line.slice(0, quoteLength).trimEnd()}…` : line}”`;
}

function lineWords(line: SummaryLine): string {
  if (line.kind === "message") return line.label;
  return line.kind === "variable" ? `${line.text}: ${line.names.join(", ")}` : line.text;
}
