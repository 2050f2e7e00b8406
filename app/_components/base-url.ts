import { headers } from "next/headers";
import { env } from "@/lib/core/env";

/** Returns the address at which applications reach this server: the setting, or else the address of this request. */
export async function baseUrl(): Promise<string> {
  const set = env().UNDERSTUDY_URL;
  if (set) return set.replace(/\/+$/, "");
  const requestHeaders = await headers();
  const first = (name: string) => requestHeaders.get(name)?.split(",")[0]?.trim();
  const host = first("x-forwarded-host") ?? requestHeaders.get("host") ?? "localhost:3000";
  return `${first("x-forwarded-proto") ?? "http"}://${host}`;
}
