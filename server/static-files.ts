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
/** By the ending that `compressFiles` gives; the smaller first. */
const encodings = { br: "br", gz: "gzip" } as const;

/** Whether a client takes an encoding. A `q=0` refuses it. */
const takes = ({ headers }: IncomingMessage, encoding: string) =>
  new RegExp(`\\b${encoding}\\b(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))`).test(String(headers["accept-encoding"] ?? ""));

/**
 * Answers for the files of a folder that never change under their address, in the form that the build compressed: Next
 * would compress a file anew for every reader. `path` is what their addresses begin with; what is not there goes to `next`.
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
