/** The header in which the proxy tells pages the address that was asked for: path and query. */
export const askedPathHeader = "x-asked-path";

const longestPath = 2_000;

/** That address as the header holds it; empty where it is too long to come back to. `_rsc` is Next's own. Pure. */
export function writeAskedPath({ pathname, searchParams }: Pick<URL, "pathname" | "searchParams">): string {
  const query = new URLSearchParams(searchParams);
  query.delete("_rsc");
  const path = query.size > 0 ? `${pathname}?${query}` : pathname;
  return path.length > longestPath ? "" : path;
}

/** Where to go after signing in: only a path on this host, never somebody else's. */
export function safeReturnPath(callbackUrl: string | string[] | undefined): string {
  const wanted = Array.isArray(callbackUrl) ? callbackUrl[0] : callbackUrl;
  if (!wanted) return "/";
  try {
    // A path may arrive with this host in front (next-auth does that); only its path is taken over.
    const url = new URL(wanted, "http://here.invalid");
    const path = `${url.pathname}${url.search}${url.hash}`;
    const isPath = url.protocol === "http:" || url.protocol === "https:";
    return isPath && !path.startsWith("//") && !path.startsWith("/sign-in") ? path : "/";
  } catch {
    return "/";
  }
}
