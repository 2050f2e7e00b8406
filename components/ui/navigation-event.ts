/** Told in the window when somebody, or the code, opens a page of ours; `detail` is its address. */
export const navigationEvent = "navigation";

/** Tells the frame that a page is on its way. Call it in the event that asks the router for the page. */
export function announce(href: string): void {
  window.dispatchEvent(new CustomEvent(navigationEvent, { detail: href }));
}
