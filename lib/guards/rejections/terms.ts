/** A text and the weight of its words. */
export type WeightedText = { text: string; weight: number };

/** Documents as unit vectors over a vocabulary. */
export type Vectors = { terms: readonly string[]; rows: readonly Vector[] };
export type Vector = readonly (readonly [term: number, weight: number])[];

const [mostTerms, signWeight] = [4_000, 3];
const wordLength = { least: 2, most: 40 } as const;

const common = new Set(
  `a about after all also am an and any are as at be been before being but by can could did do does doing for from get
  got had has have having he her here hers him his how i if in into is it its just like me more most my no not of on one only
  or other our out over own per please s same say says she should so some such t than thank thanks that the their them
  then there these they this those through to under up us very was we were what when where which while who whom why
  will with would you your yours hello hi dear`.split(/\s+/),
);

/** Scripts that do not separate words by spaces. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const segmenter = new Intl.Segmenter("und", { granularity: "word" });

/** The words of a text in lower case, without the most frequent English ones. Pure. */
export function wordsOf(text: string): string[] {
  const small = text.normalize("NFKC").toLowerCase();
  const all = unspaced.test(small)
    ? Array.from(segmenter.segment(small), ({ segment, isWordLike }) => (isWordLike ? segment : ""))
    : (small.match(/[\p{L}\p{M}\p{N}]+(?:['’][\p{L}]+)*/gu) ?? []);
  return all.filter(
    (word) =>
      word.length >= (unspaced.test(word) ? 1 : wordLength.least) &&
      word.length <= wordLength.most &&
      !common.has(word) &&
      !/^\p{N}+$/u.test(word),
  );
}

function countTerms(texts: readonly WeightedText[], signs: readonly string[]): Map<string, number> {
  const counts = new Map(signs.map((sign) => [sign, signWeight]));
  for (const { text, weight } of texts) {
    const times = new Map<string, number>();
    for (const word of wordsOf(text)) times.set(word, (times.get(word) ?? 0) + 1);
    // The square root prevents a word that a long answer repeats from outweighing the whole comment.
    for (const [word, count] of times) counts.set(word, (counts.get(word) ?? 0) + weight * Math.sqrt(count));
  }
  return counts;
}

/**
 * Documents as TF-IDF vectors. `signs` are terms that are not words, such as a failed scorer. A word that occurs in
 * only one document is omitted, because it is not shared. Pure.
 */
export function toVectors(documents: readonly { texts: readonly WeightedText[]; signs: readonly string[] }[]): Vectors {
  const counted = documents.map(({ texts, signs }) => countTerms(texts, signs));
  const holders = new Map<string, number>();
  for (const counts of counted) for (const term of counts.keys()) holders.set(term, (holders.get(term) ?? 0) + 1);
  const terms = [...holders]
    .filter(([, held]) => held > 1)
    .toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, mostTerms)
    .map(([term]) => term);
  const places = new Map(terms.map((term, place) => [term, place]));
  const rows = counted.map((counts) => {
    const row = [...counts].flatMap(([term, count]) => {
      const place = places.get(term);
      if (place === undefined) return [];
      const rarity = Math.log(1 + documents.length / (holders.get(term) ?? 1));
      return [[place, count * rarity] as const];
    });
    const length = Math.hypot(...row.map(([, weight]) => weight)) || 1;
    return row.map(([place, weight]) => [place, weight / length] as const);
  });
  return { terms, rows };
}
