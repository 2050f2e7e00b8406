/**
 * The utility classes of the interface for tailwind-merge: which classes set the same, and which a class replaces. The
 * library's own table has every utility of Tailwind, and is 6 KB of each page. `cn.test.ts` compares both for every
 * class in the sources.
 */

type Value = string | ((value: string) => boolean);
type Groups = Record<string, (string | Record<string, Value[]>)[]>;
type Conflicts = Record<string, string[]>;

const any = () => true;
/** "2", "0.5", "[3px]": a width, if a colour can stand there, too. */
const isWidth = (value: string) => /^(?:\d.*|\[[\d.]+\w*\])$/.test(value);
const isFontSize = (value: string) => /^(?:\d.*|\[[\d.]+(?:px|em|rem)\])$/.test(value);
const isGradient = (value: string) => /^\[\w+-gradient/.test(value);

/** One group for each name, of all classes that begin with it. */
const each = (names: string): Groups =>
  Object.fromEntries(names.split(/\s+/).map((name) => [name, [{ [name]: [any] }]]));

const opposite: Record<string, string> = { "": "xytrbl", x: "rl", y: "tb" };

/** Groups for all sides, two opposite ones, and one: `p`, `px`, `pt`. `name` gives the class of sides. */
function forSides(group: string, name: (sides: string) => string, values: Value[] = [any]): [Groups, Conflicts] {
  const groupOf = (sides: string) => (sides ? `${group} ${sides}` : group);
  const groups = ["", "x", "y", "t", "r", "b", "l"].map((sides) => [groupOf(sides), [{ [name(sides)]: values }]]);
  const conflicts = Object.entries(opposite).map(([sides, inside]) => [groupOf(sides), [...inside].map(groupOf)]);
  return [Object.fromEntries(groups), Object.fromEntries(conflicts)];
}

const dashed = (name: string) => (sides: string) => (sides ? `${name}-${sides}` : name);
const ofInset: Record<string, string> = { t: "top", r: "right", b: "bottom", l: "left" };

const sided = [
  forSides("p", (sides) => `p${sides}`),
  forSides("m", (sides) => `m${sides}`),
  forSides("scroll-m", (sides) => `scroll-m${sides}`),
  forSides("inset", (sides) => ofInset[sides] ?? dashed("inset")(sides)),
  forSides("border-width", dashed("border"), ["", isWidth]),
  forSides("border-colour", dashed("border")),
];

export const classGroups: Groups = {
  display: [
    "block",
    "inline-block",
    "inline",
    "flex",
    "inline-flex",
    "grid",
    "inline-grid",
    "table",
    "contents",
    "hidden",
  ],
  position: ["static", "fixed", "absolute", "relative", "sticky"],
  visibility: ["visible", "invisible"],
  "sr-only": ["sr-only", "not-sr-only"],
  "text-overflow": ["truncate"],
  underline: ["underline", "no-underline"],
  "text-transform": ["uppercase", "lowercase", "capitalize", "normal-case"],
  "flex-direction": [{ flex: ["row", "row-reverse", "col", "col-reverse"] }],
  "flex-wrap": [{ flex: ["wrap", "nowrap", "wrap-reverse"] }],
  "text-align": [{ text: ["left", "center", "right"] }],
  "text-wrap": [{ text: ["balance", "wrap", "nowrap"] }],
  "font-size": [{ text: [isFontSize] }],
  color: [{ text: [any] }],
  "font-family": [{ font: ["sans", "mono"] }],
  "font-weight": [{ font: [any] }],
  "background-image": [{ bg: [isGradient] }],
  "background-colour": [{ bg: [any] }],
  "align-content": [{ content: ["center", "start"] }],
  content: [{ content: [any] }],
  "border-style": [{ border: ["solid", "dashed", "dotted"] }],
  "border-collapse": [{ border: ["collapse", "separate"] }],
  "outline-style": [{ outline: ["none"] }],
  "outline-width": [{ outline: [isWidth] }],
  "outline-colour": [{ outline: [any] }],
  "decoration-style": [{ decoration: ["dotted"] }],
  "decoration-colour": [{ decoration: [any] }],
  "divide-width": [{ "divide-y": ["", isWidth] }],
  "divide-colour": [{ divide: [any] }],
  "stroke-width": [{ stroke: [isWidth] }],
  stroke: [{ stroke: [any] }],
  rounded: [{ rounded: ["", any] }],
  "rounded-t": [{ "rounded-t": ["", any] }],
  "rounded-r": [{ "rounded-r": ["", any] }],
  "rounded-b": [{ "rounded-b": ["", any] }],
  "rounded-l": [{ "rounded-l": ["", any] }],
  resize: [{ resize: ["", any] }],
  shadow: [{ shadow: ["", any] }],
  ...each(
    `accent align animate appearance auto-cols basis border-spacing break caret col-span col-start cursor ease
    field-sizing fill flex float gap gap-x gap-y grid-cols grid-flow grid-rows grow h items justify justify-items
    justify-self leading line-clamp list max-h max-w min-h min-w opacity order origin outline-offset overflow overflow-x
    overflow-y overscroll place-content place-items pointer-events rotate row-span row-start select self shrink size
    table tabular touch tracking transition translate translate-x translate-y underline-offset w whitespace z`,
  ),
  ...Object.assign({}, ...sided.map(([groups]) => groups)),
};

export const conflicts: Conflicts = {
  ...Object.assign({}, ...sided.map(([, conflicts]) => conflicts)),
  "font-size": ["leading"],
  "line-clamp": ["display", "overflow"],
  flex: ["basis", "grow", "shrink"],
  gap: ["gap-x", "gap-y"],
  overflow: ["overflow-x", "overflow-y"],
  rounded: ["rounded-t", "rounded-r", "rounded-b", "rounded-l"],
  size: ["w", "h"],
  translate: ["translate-x", "translate-y"],
};
