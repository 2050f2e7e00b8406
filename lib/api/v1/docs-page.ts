import { createHash } from "node:crypto";
import { errorsHtml, navHtml, operationHtml, prose, schemasHtml } from "./docs-sections";
import { docsStyle } from "./docs-style";
import type { OpenApiDocument } from "./openapi-types";

const styleHash = createHash("sha256").update(docsStyle).digest("base64");
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The API page as one HTML text without external resources. Pure. */
export function docsHtml(document: OpenApiDocument): string {
  const sections = document.tags.map(({ name, description }) => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, operation]) => operation.tags.includes(name))
        .map(([method, operation]) => operationHtml(method, path, operation)),
    );
    return `<section><h2>${name}</h2><p class="muted">${prose(description)}</p>${operations.join("")}</section>`;
  });
  const lines = document.info.description.split("\n");
  const intro = lines.map((line) => `<p>${prose(line)}</p>`).join("");
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Understudy API</title><style>${docsStyle}</style></head>
<body><div class="page"><nav class="side" aria-label="Contents"><a href="/">Understudy</a>${navHtml(document)}</nav>
<nav class="top" aria-label="Contents"><details><summary>Contents</summary>${navHtml(document)}</details></nav>
<main><h1>Understudy API</h1>${intro}${sections.join("")}
<section id="errors"><h2>Errors</h2><p>Every error is <code>application/problem+json</code>. Use its <code>code</code> in programs.</p>${errorsHtml()}</section>
<section id="schemas"><h2>Schemas</h2>${schemasHtml(document.components.schemas)}</section></main></div></body></html>`;
}

let page: string | undefined;

/** Returns the API page. */
export function docsPage(document: OpenApiDocument, headers: Record<string, string>): Response {
  page ??= docsHtml(document);
  return new Response(page, {
    headers: { ...headers, "content-type": "text/html; charset=utf-8", "content-security-policy": policy },
  });
}
