import type { ServerResponse } from "node:http";

/** Whether Next can read the address and the Host header; it answers 500 to what it cannot read. Pure. */
export function isReadableTarget(path: string, host: string | undefined): boolean {
  try {
    decodeURIComponent(path);
    return URL.canParse(`http://${host}${path}`);
  } catch {
    return false;
  }
}

/** Answers 400 to an address that cannot be read. */
export function refuseTarget(response: ServerResponse): void {
  response.writeHead(400, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" });
  response.end("This address, or the Host header, cannot be read.");
}

/** The path of a request's address, without its query. Pure. */
export function pathOf(target: string | undefined): string {
  return (target ?? "/").split("?", 1)[0] || "/";
}
