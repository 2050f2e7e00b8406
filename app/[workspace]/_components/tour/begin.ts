/** What begins the tour, wherever it is asked for. */
export const tourEvent = "tour";

/** Begins the tour from any part of a page. */
export const beginTour = (): void => void dispatchEvent(new Event(tourEvent));
