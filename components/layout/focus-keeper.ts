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

const hasFocus = () => document.activeElement !== null && document.activeElement !== document.body;

/**
 * Keeps the focus on the page when a press removes what had it: a filter, a row, a button that changes into another.
 * The browser would drop it, so that a screen reader says nothing and starts again at the top. Returns a function that
 * ends it.
 */
export function keepFocus(): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const stop = () => clearInterval(timer);
  const watch = (place: FocusPlace, isMouse: boolean) => {
    stop();
    const began = performance.now();
    const { pathname } = location;
    timer = setInterval(() => {
      // After a navigation, `Arrival` moves the focus.
      if (performance.now() - began > longestMs || location.pathname !== pathname) return stop();
      if (place.isThere() || hasFocus() || document.querySelector("main [aria-busy=true]")) return;
      stop();
      placeAfter(place, isMouse)?.focus({ preventScroll: isMouse });
    }, lookMs);
  };
  const onClick = (event: MouseEvent) => {
    const place = findPlace(pressedElement(event));
    if (place) watch(place, event.detail > 0);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isPress = event.key === "Enter" && !event.isComposing && !(event.target instanceof HTMLTextAreaElement);
    const place = isPress ? findPlace(pressedElement(event)) : null;
    if (place) watch(place, false);
    else if (event.key === "Tab") stop();
  };
  document.addEventListener("click", onClick, true);
  document.addEventListener("keydown", onKeyDown, true);
  return () => {
    stop();
    document.removeEventListener("click", onClick, true);
    document.removeEventListener("keydown", onKeyDown, true);
  };
}
