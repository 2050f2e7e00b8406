/** Long enough for the title of a page that needs no skeleton. */
const leastMs = 300;

/** Whether a page that was navigated to is complete enough to be announced. Pure. */
export const isSettled = ({ waitedMs, isWaiting }: { waitedMs: number; isWaiting: boolean }): boolean =>
  waitedMs >= leastMs && !isWaiting;

/** "support/reply" of "support/reply · Understudy". Pure. */
export const pageName = (title: string): string => title.replace(/ · Understudy$/, "");
