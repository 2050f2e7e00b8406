import { headers } from "next/headers";
import { clientAddress } from "@/lib/auth/client-address";
import { env } from "@/lib/core/env";

/** The address this request came from, for limits on guessing. Empty when it cannot be known. */
export async function askingAddress(): Promise<string> {
  return clientAddress((await headers()).get("x-forwarded-for") ?? undefined, env().TRUSTED_PROXIES);
}
