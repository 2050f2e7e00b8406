import { AppError } from "@/lib/core/errors";

type Header = (name: string) => string | null;

/**
 * Whether a browser sent the request from a page of this server. For routes that trust the session cookie and change
 * data or cause costs. Server actions have their own check. Pure.
 */
export function isSameOrigin(header: Header): boolean {
  const site = header("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const origin = header("origin");
  const host = header("x-forwarded-host") ?? header("host");
  if (origin === null || host === null || !URL.canParse(origin)) return false;
  return new URL(origin).host === host;
}

/**
 * Whether a non-read request may be passed to a page. Refuses requests that a browser sends for another site's page. A
 * request without an origin, for example from a script, has no cookie that another site could misuse. Pure.
 */
export function isFromOwnPage(header: Header): boolean {
  const origin = header("origin");
  const site = header("sec-fetch-site");
  if (origin === null) return site === null || site === "same-origin";
  const host = header("x-forwarded-host") ?? header("host");
  return host !== null && URL.canParse(origin) && new URL(origin).host === host;
}

/** Throws 403 `cross_site_request` unless the request came from a page of this server. */
export function assertSameOrigin(header: Header): void {
  if (isSameOrigin(header)) return;
  throw new AppError("cross_site_request", "This address answers only pages of this server.");
}
