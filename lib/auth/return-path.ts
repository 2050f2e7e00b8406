/** The header in which the proxy passes the requested path and query to pages. */
export const requestedPathHeader = "x-asked-path";

const longestPath = 2_000;

/** The requested address in the form of the header. Empty if it is too long. Removes `_rsc`, which Next adds. Pure. */
export function writeRequestedPath({ pathname, searchParams }: Pick<URL, "pathname" | "searchParams">): string {
  const query = new URLSearchParams(searchParams);
  query.delete("_rsc");
  const path = query.size > 0 ? `${pathname}?${query}` : pathname;
  return path.length > longestPath ? "" : path;
}

/** The path to open after sign-in. Only a path on this host, to prevent open redirects. */
export function safeReturnPath(callbackUrl: string | string[] | undefined): string {
  const requested = Array.isArray(callbackUrl) ? callbackUrl[0] : callbackUrl;
  if (!requested) return "/";
  try {
    // next-auth may put this host in front of the path. Only the path is used.
    const url = new URL(requested, "http://here.invalid");
    const path = `${url.pathname}${url.search}${url.hash}`;
    const isPath = url.protocol === "http:" || url.protocol === "https:";
    return isPath && !path.startsWith("//") && !path.startsWith("/sign-in") ? path : "/";
  } catch {
    return "/";
  }
}
