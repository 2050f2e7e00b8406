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
