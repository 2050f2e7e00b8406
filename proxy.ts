import { type NextRequest, NextResponse } from "next/server";

/**
 * A content security policy with a nonce for every page. No lock: who may see what is decided where data is read.
 * 'strict-dynamic' lets the editor's loader, started by our own script, load its parts from our own host.
 */
export function proxy(request: NextRequest) {
  const nonce = btoa(crypto.randomUUID());
  const isDev = process.env.NODE_ENV === "development";
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    `connect-src 'self'${isDev ? " ws:" : ""}`,
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy); // Next reads the nonce from here and puts it on its own scripts
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("x-content-type-options", "nosniff");
  // The address of an invitation, a preview or shared results opens it: no page it leads to, and no search engine, may learn it.
  const isSecret = /^\/(invitation|preview|shared)\//.test(request.nextUrl.pathname);
  response.headers.set("referrer-policy", isSecret ? "no-referrer" : "strict-origin-when-cross-origin");
  if (isSecret) response.headers.set("x-robots-tag", "noindex, nofollow");
  response.headers.set("x-frame-options", "DENY");
  return response;
}

export const config = {
  matcher: [
    {
      source: "/((?!api/|_next/static|_next/image|monaco/|(?:healthz|readyz|metrics)$|icon\\.svg).*)",
      missing: [{ type: "header", key: "next-router-prefetch" }],
    },
  ],
};
