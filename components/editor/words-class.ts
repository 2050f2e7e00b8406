const classes = new Map<string, string>();
let sheet: CSSStyleSheet | null = null;

/** Returns a class that shows the words before its element. The editor includes such text when it wraps lines. */
export function wordsClass(words: string): string {
  const known = classes.get(words);
  if (known) return known;
  const name = `template-says-${classes.size}`;
  classes.set(words, name);
  sheet ??= document.head.appendChild(document.createElement("style")).sheet;
  sheet?.insertRule(`.${name}::before { content: ${JSON.stringify(words)}; }`);
  return name;
}
