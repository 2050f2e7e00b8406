const browserKey = "understudy.browser";

/** Returns a random name for this page: "browser.page". The tabs of one browser share the first part. */
export function newTabName(): string {
  return `${browserName()}.${crypto.randomUUID().slice(0, 8)}`;
}

/** Whether two names belong to tabs of the same browser. */
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
    // Without storage, each page counts as a separate browser.
  }
  return made;
}
