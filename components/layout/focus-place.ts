const focusable =
  "a[href], button:not([disabled]), select:not([disabled]), textarea:not([disabled]), input:not([disabled], [type=hidden]), [tabindex='0']";
const isTextField = (element: Element) => element.matches("textarea, input:not([type=checkbox], [type=radio])");

const isShown = (element: Element) => element.isConnected && element.getClientRects().length > 0;
const nameOf = (element: Element) => element.getAttribute("aria-label") ?? element.textContent ?? "";
const listIn = (part: ParentNode) => [...part.querySelectorAll<HTMLElement>(focusable)];

/** Where an element was among those that can have the focus. */
export type FocusPlace = {
  isThere: () => boolean;
  name: string;
  tag: string;
  /** The parts of the page around it, the smallest first. */
  parts: Element[];
  before: HTMLElement[];
  after: HTMLElement[];
};

/** Notes the place of the element, or of the button or link around it. Null outside of these. */
export function findPlace(pressed: Element | null): FocusPlace | null {
  const element = pressed?.closest<HTMLElement>(focusable);
  if (!element) return null;
  const parts: Element[] = [];
  for (let part = element.parentElement; part && part !== document.body; part = part.parentElement) parts.push(part);
  const all = listIn(document.body);
  const at = all.indexOf(element);
  return {
    isThere: () => isShown(element),
    name: nameOf(element),
    tag: element.tagName,
    parts,
    before: all.slice(0, at).reverse(),
    after: all.slice(at + 1),
  };
}

/** How many of the next and of the last controls are looked for when the page was drawn again. */
const neighbours = 5;

/**
 * The element that gets the focus when the pressed one is gone, in the smallest part of the page that is still there:
 * the same one, drawn again; one that took its place; the next one; the one before.
 */
export function placeAfter({ name, tag, parts, before, after }: FocusPlace, isMouse: boolean): HTMLElement | null {
  const known = new Set([...before, ...after]);
  // A text field would open the keyboard of a phone.
  const isFine = (one: Element) => isShown(one) && !(isMouse && isTextField(one));
  const main = document.getElementById("main");
  const around = parts.filter((part) => isShown(part) && part !== main && !part.contains(main));
  for (const part of main ? [...around, main] : around) {
    const now = listIn(part).filter(isFine);
    const again = (one: HTMLElement) =>
      now.includes(one) ? one : now.find((other) => other.tagName === one.tagName && nameOf(other) === nameOf(one));
    const near = [...after.slice(0, neighbours), ...before.slice(0, neighbours)];
    const found =
      now.find((one) => one.tagName === tag && nameOf(one) === name) ??
      (part === main ? undefined : now.find((one) => !known.has(one))) ??
      after.find((one) => now.includes(one)) ??
      before.find((one) => now.includes(one)) ??
      near.map(again).find((one) => one !== undefined);
    if (found) return found;
  }
  return main;
}
