/** Returns the candidate that was probably meant, or null if none is similar. */
export function nearestName(name: string, candidates: readonly string[]): string | null {
  let best: { candidate: string; likeness: number } | null = null;
  for (const candidate of candidates) {
    const likeness = likenessOf(name, candidate);
    if (likeness >= 0.5 && likeness > (best?.likeness ?? 0)) best = { candidate, likeness };
  }
  return best?.candidate ?? null;
}

/** Whether the name is probably a typo of a candidate: one or two letters differ, and not only the number in it. */
export function isSlip(name: string, candidates: readonly string[]): boolean {
  const bare = (text: string) => text.toLowerCase().replaceAll("_", "");
  return candidates.some((candidate) => {
    if (withoutDigits(name) === withoutDigits(candidate)) return false;
    if (bare(name) === bare(candidate)) return true;
    return Math.min(name.length, candidate.length) >= 5 && distance(name, candidate) <= 2;
  });
}

const withoutDigits = (text: string) => text.replace(/\d+/g, "#");

function likenessOf(name: string, other: string): number {
  const letters = 1 - distance(name.toLowerCase(), other.toLowerCase()) / Math.max(name.length, other.length);
  const words = new Set(name.split("_"));
  const others = new Set(other.split("_"));
  const shared = [...words].filter((word) => word.length > 1 && others.has(word)).length;
  return Math.max(letters, shared / Math.max(words.size, others.size));
}

/** The edit distance (insertions, deletions, substitutions and transpositions) between two texts. */
function distance(from: string, to: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      let cost = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (isSame ? 0 : 1),
      );
      const isSwap = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (isSwap) cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    before = previous;
    previous = current;
  }
  return previous[to.length] ?? 0;
}
