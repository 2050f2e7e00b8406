import type { IncomingMessage, ServerResponse } from "node:http";
import { clientAddress } from "@/lib/auth/client-address";
import { linkWaitSeconds } from "@/lib/auth/try-limit";
import { env } from "@/lib/core/env";
import { pathOf } from "./request-target";

/** The pages that look up a link by its token. */
const linkPages = /^\/(?:shared|invitation|sign-in\/(?:reset|confirm))\/./;

/**
 * Gives the page "Too many attempts" its status, 429, and Retry-After. A page of Next cannot choose its status, so the
 * status is replaced when the head is written.
 */
export function markTooManyLinks(request: IncomingMessage, response: ServerResponse): void {
  const { method, url, headers } = request;
  if ((method !== "GET" && method !== "HEAD") || !linkPages.test(pathOf(url))) return;
  const seconds = linkWaitSeconds(clientAddress(String(headers["x-forwarded-for"] ?? ""), env().TRUSTED_PROXIES));
  if (seconds === 0) return;
  response.setHeader("retry-after", String(seconds));
  const writeHead = response.writeHead.bind(response) as (status: number, ...rest: unknown[]) => ServerResponse;
  response.writeHead = (status: number, ...rest: unknown[]) => writeHead(status === 200 ? 429 : status, ...rest);
}
