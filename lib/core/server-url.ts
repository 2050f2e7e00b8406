import { env } from "./env";
import { singleton } from "./singleton";

const found = () => singleton("server-url", () => ({ url: null as string | null }));

/** Records this server's address for links that are made outside a request. */
export function noteServerUrl(url: string): void {
  found().url = url;
}

/** Returns the public address of this server without a trailing slash: UNDERSTUDY_URL, or the address it listens on. */
export function serverUrl(): string {
  const url = env().UNDERSTUDY_URL ?? found().url ?? `http://localhost:${env().PORT}`;
  return url.replace(/\/+$/, "");
}
