import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "@/lib/core/env";

type Settings = { TRUSTED_PROXIES: number; UNDERSTUDY_URL?: string | undefined };

/**
 * Whether people reach this server over HTTPS: its public address says so, or a trusted proxy does of this request.
 * Pure.
 */
export function isOverHttps(
  headers: IncomingMessage["headers"],
  { TRUSTED_PROXIES, UNDERSTUDY_URL }: Settings,
): boolean {
  if (UNDERSTUDY_URL?.startsWith("https:")) return true;
  if (TRUSTED_PROXIES === 0) return false;
  // Of several proxies, the first one saw the person.
  return (
    String(headers["x-forwarded-proto"] ?? "")
      .split(",", 1)[0]
      ?.trim() === "https"
  );
}

/** Behind HTTPS, tells the browser to use nothing else for this host for a year. */
export function addTransportSecurity({ headers }: IncomingMessage, response: ServerResponse, settings = env()): void {
  if (isOverHttps(headers, settings)) response.setHeader("strict-transport-security", "max-age=31536000");
}
