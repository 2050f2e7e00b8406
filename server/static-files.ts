import { readdirSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import send from "send";

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

const types: Record<string, string> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  json: "application/json; charset=utf-8",
};
/** Encodings by the file extension that `compressFiles` adds, the smaller one first. */
const encodings = { br: "br", gz: "gzip" } as const;

/** Whether a client accepts an encoding. `q=0` rejects it. */
const takes = ({ headers }: IncomingMessage, encoding: string) =>
  new RegExp(`\\b${encoding}\\b(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))`).test(String(headers["accept-encoding"] ?? ""));

/**
 * Returns a handler for the immutable files of a folder, compressed at build time, because Next.js would compress them
 * for every request. `path` is the prefix of their addresses. Missing files are passed to `next`.
 */
export function staticFiles(path: `/${string}/`, root: string): Handler {
  const names = readdirSync(root, { recursive: true }).map(String);
  const compressed = new Set(names.filter((name) => /\.(br|gz)$/.test(name)));
  return (request, response, next) => {
    const address = (request.url ?? "").split("?", 1)[0] ?? "";
    if (!address.startsWith(path) || (request.method !== "GET" && request.method !== "HEAD")) return next();
    const name = address.slice(path.length);
    const type = types[name.slice(name.lastIndexOf(".") + 1)];
    const form = Object.entries(encodings).find(
      ([ending, encoding]) => type && compressed.has(`${name}.${ending}`) && takes(request, encoding),
    );
    if (type) {
      response.setHeader("content-type", type);
      response.setHeader("vary", "Accept-Encoding");
    }
    if (form) response.setHeader("content-encoding", form[1]);
    send(request, form ? `${name}.${form[0]}` : name, { root, index: false, immutable: true, maxAge: "1y" })
      .on("error", () => {
        for (const header of ["content-type", "content-encoding", "vary"]) response.removeHeader(header);
        next();
      })
      .on("directory", next)
      .pipe(response);
  };
}
