import { type FocusPlace, findPlace, placeAfter } from "./focus-place";

const lookMs = 100;
/** The longest time in ms after a press in which what was pressed may disappear. */
const longestMs = 6_000;

/** The element that was pressed. For an item of a menu, the button of the menu, which gets the focus back. */
function pressedElement(event: Event): Element | null {
  const element = event.target instanceof Element ? event.target : null;
  const menu = element?.closest("[role=menu]")?.getAttribute("aria-labelledby");
  return (menu && document.getElementById(menu)) || element;
}

const dialogAround = (element: Element | null) => element?.closest("[role=dialog], [role=alertdialog]") ?? null;

const hasFocus = () => document.activeElement !== null && document.activeElement !== document.body;

/**
 * Keeps the focus on the page when a press removes what had it: a filter, a row, a button that changes into another.
 * The browser would drop it, so that a screen reader says nothing and starts again at the top. After a press that
 * closes a dialog, the place is that of the button that opened it. Returns a function that ends it.
 */
export function keepFocus(): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  let opener: FocusPlace | null = null;
  const stop = () => clearInterval(timer);
  const watch = (element: Element | null, isMouse: boolean): boolean => {
    let pressed = findPlace(element);
    if (!pressed) return false;
    const dialog = dialogAround(element);
    if (!dialog) opener = pressed;
    stop();
    const began = performance.now();
    const { pathname } = location;
    timer = setInterval(() => {
      // After a navigation, `Arrival` moves the focus.
      if (performance.now() - began > longestMs || location.pathname !== pathname) return stop();
      const place = dialog && !dialog.isConnected && opener ? opener : pressed;
      if (!place) return stop();
      if (place.isThere() || hasFocus() || document.querySelector("main [aria-busy=true]")) return;
      const next = placeAfter(place, isMouse);
      next?.focus({ preventScroll: isMouse });
      // What has the focus now may disappear, too: first the button of a row, then the row.
      opener = pressed = findPlace(next);
    }, lookMs);
    return true;
  };
  const onClick = (event: MouseEvent) => void watch(pressedElement(event), event.detail > 0);
  const onKeyDown = (event: KeyboardEvent) => {
    const isPress = event.key === "Enter" && !event.isComposing && !(event.target instanceof HTMLTextAreaElement);
    if (isPress && watch(pressedElement(event), false)) return;
    if (event.key === "Tab") stop();
  };
  document.addEventListener("click", onClick, true);
  document.addEventListener("keydown", onKeyDown, true);
  return () => {
    stop();
    document.removeEventListener("click", onClick, true);
    document.removeEventListener("keydown", onKeyDown, true);
  };
}
