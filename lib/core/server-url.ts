import { env } from "./env";
import { singleton } from "./singleton";

const found = () => singleton("server-url", () => ({ url: null as string | null }));

/** Notes where this process serves, for links that leave it without a request at hand. */
export function noteServerUrl(url: string): void {
  found().url = url;
}

/** Where people reach this server, without a slash at its end: UNDERSTUDY_URL, else the address it serves at. */
export function serverUrl(): string {
  const url = env().UNDERSTUDY_URL ?? found().url ?? `http://localhost:${env().PORT}`;
  return url.replace(/\/+$/, "");
}
