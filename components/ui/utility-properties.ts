/**
 * The properties that a utility class of Tailwind sets. The table has the utilities that this code uses: tailwind-merge
 * knows all of them and is 9 KB of every page. `cn.test.ts` compares both for every class in the sources. Pure.
 */

type Utility = readonly [pattern: RegExp, ...properties: string[]];

const sides = { "": "trbl", "-x": "rl", "-y": "tb", "-t": "t", "-r": "r", "-b": "b", "-l": "l" };
const corners = { "": "1234", "-t": "12", "-r": "23", "-b": "34", "-l": "41" };

/** One utility for each side or pair of sides. `value` is the pattern of what follows. */
const forEach = (parts: Record<string, string>, name: string, value: string, property = name): Utility[] =>
  Object.entries(parts).map(([part, of]) => [
    new RegExp(`^${name}${part}${value}`),
    ...[...of].map((one) => `${property}-${one}`),
  ]);

const withoutDash = Object.fromEntries(Object.entries(sides).map(([part, of]) => [part.slice(1), of]));
const [width, colour] = ["(?:-\\d.*|-\\[[\\d.]+\\w*\\])?$", "-"];

const utilities: readonly Utility[] = [
  [/^(?:block|inline|inline-block|flex|inline-flex|grid|inline-grid|table|contents|hidden)$/, "display"],
  [/^(?:static|fixed|absolute|relative|sticky)$/, "position"],
  [/^(?:in)?visible$/, "visibility"],
  [/^(?:not-)?sr-only$/, "sr-only"],
  [/^truncate$/, "text-overflow"],
  [/^resize$/, "resize"],
  [/^shadow$/, "shadow"],
  [/^line-clamp-/, "line-clamp", "display", "overflow-x", "overflow-y"],
  [/^overflow-(?![xy]-)/, "overflow-x", "overflow-y"],
  ...forEach(withoutDash, "p", "-"),
  ...forEach(withoutDash, "m", "-"),
  ...forEach(withoutDash, "scroll-m", "-"),
  ...forEach(sides, "inset", "-(?![xy]-)"),
  [/^top-/, "inset-t"],
  [/^right-/, "inset-r"],
  [/^bottom-/, "inset-b"],
  [/^left-/, "inset-l"],
  [/^size-/, "w", "h"],
  [/^gap-(?![xy]-)/, "gap-x", "gap-y"],
  [/^flex-(?:row|col)/, "flex-direction"],
  [/^flex-(?:no)?wrap/, "flex-wrap"],
  [/^flex-/, "flex", "basis", "grow", "shrink"],
  [/^(?:no-)?underline$/, "underline"],
  [/^(?:upper|lower|normal-)case$|^capitalize$/, "text-transform"],
  [/^text-(?:left|center|right)$/, "text-align"],
  [/^text-(?:balance|wrap|nowrap)$/, "text-wrap"],
  [/^text-(?:\d|\[[\d.]+(?:px|em|rem)\])/, "font-size", "leading"],
  [/^text-/, "color"],
  [/^font-(?:sans|mono)$/, "font-family"],
  [/^font-/, "font-weight"],
  [/^bg-\[\w+-gradient/, "background-image"],
  [/^bg-/, "background-color"],
  [/^content-(?:center|start)$/, "align-content"],
  ...forEach(corners, "rounded", "(?:-(?![trbl](?:-|$)).*)?$"),
  [/^border-(?:solid|dashed|dotted)$/, "border-style"],
  [/^border-(?:collapse|separate)$/, "border-collapse"],
  [/^border-spacing-/, "border-spacing-x", "border-spacing-y"],
  ...forEach(sides, "border", width, "border-width"),
  ...forEach(sides, "border", colour, "border-colour"),
  [/^stroke-(?:\d|\[)/, "stroke-width"],
  [/^outline-none$/, "outline-style"],
  [/^outline-\d/, "outline-width"],
  [/^outline-offset-/, "outline-offset"],
  [/^outline-/, "outline-colour"],
  [/^decoration-dotted$/, "decoration-style"],
  [/^decoration-/, "decoration-colour"],
  [/^divide-y$/, "divide-width"],
  [/^divide-/, "divide-colour"],
  [/^translate-(?![xy]-)/, "translate-x", "translate-y"],
];

/** Utilities that set the property of their name. */
const named = new RegExp(
  `^(${[
    "accent align animate appearance auto-cols basis break caret col-span col-start content cursor ease",
    "field-sizing fill float gap-[xy] grid-(?:cols|flow|rows) grow h items justify-items justify-self justify leading",
    "list max-[wh] min-[wh] opacity order origin overflow-[xy] overscroll place-(?:content|items) pointer-events resize",
    "rotate row-span row-start select self shadow shrink stroke table tabular touch tracking transition translate-[xy]",
    "underline-offset w whitespace z",
  ]
    .join(" ")
    .replaceAll(" ", "|")})-`,
);

/** An unknown class sets nothing that is known. It has no variant before it, such as "hover:". */
export function propertiesOf(utility: string): readonly string[] {
  const name = utility.replace(/^-/, "");
  for (const [pattern, ...properties] of utilities) if (pattern.test(name)) return properties;
  const own = named.exec(name)?.[1];
  return own ? [own] : [];
}
