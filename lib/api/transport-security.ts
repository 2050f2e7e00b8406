import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "@/lib/core/env";

type Settings = { TRUSTED_PROXIES: number; UNDERSTUDY_URL?: string | undefined };

/**
 * Whether people use this server over HTTPS, according to its public address or, for this request, a trusted proxy.
 * Pure.
 */
export function isOverHttps(
  headers: IncomingMessage["headers"],
  { TRUSTED_PROXIES, UNDERSTUDY_URL }: Settings,
): boolean {
  if (UNDERSTUDY_URL?.startsWith("https:")) return true;
  if (TRUSTED_PROXIES === 0) return false;
  // With several proxies, the first one received the person's request.
  return (
    String(headers["x-forwarded-proto"] ?? "")
      .split(",", 1)[0]
      ?.trim() === "https"
  );
}

/** Over HTTPS, tells the browser to use only HTTPS for this host for a year. */
export function addTransportSecurity({ headers }: IncomingMessage, response: ServerResponse): void {
  if (isOverHttps(headers, env())) response.setHeader("strict-transport-security", "max-age=31536000");
}
