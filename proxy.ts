import { type NextRequest, NextResponse } from "next/server";
import { promptHeader, targetOf } from "./app/addresses";
import { isFromOwnPage } from "./lib/api/same-origin";
import { requestedPathHeader, writeRequestedPath } from "./lib/auth/return-path";
import { env } from "./lib/core/env";
import { readImageHosts } from "./lib/core/image-hosts";

/** What the pages never use. */
const permissions = [
  "accelerometer",
  "browsing-topics",
  "camera",
  "display-capture",
  "geolocation",
  "gyroscope",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "usb",
]
  .map((feature) => `${feature}=()`)
  .join(", ");

function refuseForeign(): NextResponse {
  const headers = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
  const text =
    "This was sent by a page of another site. Behind a proxy that changes Host, set TRUSTED_PROXIES (docs/security.md).";
  return new NextResponse(text, { status: 403, headers });
}

/**
 * Finds the route of an address, and gives every page a content security policy with a nonce. It grants no access: the
 * functions that read data decide who may see it.
 * 'strict-dynamic' lets our own scripts load their parts.
 */
export function proxy(request: NextRequest) {
  const isReading = ["GET", "HEAD", "OPTIONS"].includes(request.method);
  if (!isReading && !isFromOwnPage((name) => request.headers.get(name))) return refuseForeign();
  const lead = targetOf(request.nextUrl.pathname, request.nextUrl.searchParams);
  if (lead?.kind === "redirect") return NextResponse.redirect(new URL(lead.path, request.nextUrl), 308);
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16)))); // it stands beside every script
  const isDev = process.env.NODE_ENV === "development";
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    ["img-src 'self' data:", ...readImageHosts(env().IMAGE_HOSTS).map((host) => `https://${host}`)].join(" "),
    "font-src 'self' data:",
    `connect-src 'self'${isDev ? " ws:" : ""}`,
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy); // Next reads the nonce from here and puts it on its own scripts
  headers.set(promptHeader, lead?.prompt ?? "");
  headers.set(requestedPathHeader, writeRequestedPath(request.nextUrl));
  const route = request.nextUrl.clone();
  if (lead) route.pathname = lead.path;
  const response = lead
    ? NextResponse.rewrite(route, { request: { headers } })
    : NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("x-content-type-options", "nosniff");
  // The address of an invitation, a preview or shared results opens it: no page it leads to, and no search engine, may
  // learn it.
  const isSecret = /^\/(invitation|preview|shared)\//.test(request.nextUrl.pathname);
  response.headers.set("referrer-policy", isSecret ? "no-referrer" : "strict-origin-when-cross-origin");
  if (isSecret) response.headers.set("x-robots-tag", "noindex, nofollow");
  response.headers.set("x-frame-options", "DENY");
  response.headers.set("cross-origin-opener-policy", "same-origin");
  response.headers.set("permissions-policy", permissions);
  return response;
}

export const config = {
  matcher: ["/((?!api/|_next/static|_next/image|(?:healthz|readyz|metrics)$|icon\\.svg).*)"],
};
