/** The event that starts the tour. */
export const tourEvent = "tour";

/** Starts the tour from any part of a page. */
export const beginTour = (): void => void dispatchEvent(new Event(tourEvent));
