/** The window event for a navigation by a user or by code. `detail` is the address. */
export const navigationEvent = "navigation";

/** Announces that a page is loading. Call it in the event that calls the router. */
export function announce(href: string): void {
  window.dispatchEvent(new CustomEvent(navigationEvent, { detail: href }));
}
