const format = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** "28 Nov 2026": the day in UTC, the same on the server and in every browser. */
export function dayOf(at: string): string {
  return format.format(new Date(at));
}
