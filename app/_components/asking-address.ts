import { headers } from "next/headers";
import { clientAddress } from "@/lib/auth/client-address";
import { env } from "@/lib/core/env";

/** Returns the client's address, which is used to limit guessing. Empty if it is unknown. */
export async function askingAddress(): Promise<string> {
  return clientAddress((await headers()).get("x-forwarded-for") ?? undefined, env().TRUSTED_PROXIES);
}
