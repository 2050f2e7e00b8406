export type Comment = { interactionId: string; at: string; text: string };
export type SaidComment = Comment & { count: number };

/**
 * Groups comments with the same text and keeps the newest answer of each group. Sorts by frequency, then newest first.
 * Pure.
 */
export function sameWords(comments: readonly Comment[]): SaidComment[] {
  const byText = new Map<string, SaidComment>();
  for (const comment of comments) {
    const text = comment.text.trim();
    const found = byText.get(text);
    const newest = found && found.at >= comment.at ? found : comment;
    byText.set(text, { ...newest, text, count: (found?.count ?? 0) + 1 });
  }
  return [...byText.values()].sort((a, b) => b.count - a.count || b.at.localeCompare(a.at));
}
