const browserKey = "understudy.browser";

/** A made-up name for this page: "browser.page". Two tabs of one browser share its first half. */
export function newTabName(): string {
  return `${browserName()}.${crypto.randomUUID().slice(0, 8)}`;
}

/** Whether two pages are tabs of one browser. */
export function isSameBrowser(one: string, other: string): boolean {
  return one.split(".")[0] === other.split(".")[0];
}

function browserName(): string {
  const made = crypto.randomUUID().slice(0, 8);
  try {
    const known = localStorage.getItem(browserKey);
    if (known && /^[\w-]{1,40}$/.test(known)) return known;
    localStorage.setItem(browserKey, made);
  } catch {
    // Without a store every page is a browser of its own.
  }
  return made;
}
