import { errorStatus } from "@/lib/core/errors";
import { escapeHtml } from "@/lib/core/escape-html";
import { problemTitles } from "../titles";
import { curlOf } from "./docs-examples";
import type { JsonSchema, OpenApiDocument, Operation, Parameter } from "./openapi-types";
import { schemaText } from "./schema-text";

const code = (text: string) => `<code>${escapeHtml(text)}</code>`;
// A block that scrolls sideways must be reachable by keyboard, and so needs a name.
const block = (html: string, label: string) =>
  `<pre tabindex="0" role="group" aria-label="${escapeHtml(label)}">${html}</pre>`;
// The name of a schema follows a colon, a bar or a bracket, or is at the start of a line.
const typeName = /(^|: |\| |\(|&amp; )([A-Z]\w+)/g;
const typeLine = (line: string) => {
  const [type = "", ...notes] = line.split("  // "); // only the type has links, not the notes
  const html = escapeHtml(type).replace(typeName, '$1<a href="#schema-$2">$2</a>');
  return [html, ...notes.map(escapeHtml)].join("  // ");
};
const typeBlock = (schema: JsonSchema, label: string) =>
  block(schemaText(schema).split("\n").map(typeLine).join("\n"), label);
/** Escapes text for HTML and formats `code` in it. */
export const prose = (text: string) => escapeHtml(text).replace(/`([^`]+)`/g, "<code>$1</code>");

function table(heads: string[], rows: string[][], ids: string[] = []): string {
  const head = heads.map((text) => `<th scope="col">${text}</th>`).join("");
  const body = rows.map((cells, index) => {
    const id = ids[index] ? ` id="${ids[index]}"` : "";
    return `<tr${id}>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  return `<div class="table"><table><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table></div>`;
}

function parameterRow({ name, in: where, required, schema, description }: Parameter): string[] {
  const fallback = schema.default === undefined ? "" : ` Default ${JSON.stringify(schema.default)}.`;
  return [
    `${code(name)}<br><span class="muted">${where}${required ? ", required" : ""}</span>`,
    code(schemaText(schema)),
    prose((description ?? "") + fallback),
  ];
}

function neededKey({ "x-permission": permission }: Operation): string {
  if (!permission) return "Without a key.";
  const isOfApps = permission === "prompt:resolve" || permission === "event:write";
  return isOfApps ? "With a runtime or manage key." : `With a manage key (${code(permission)}).`;
}

const anchor = ({ operationId }: Operation) => operationId;

function errorsOf({ responses }: Operation): string {
  const items = Object.entries(responses)
    .filter(([status]) => Number(status) >= 400)
    .map(([status, { description }]) => {
      const links = description.split(", ").map((name) => `<a href="#${name}">${code(name)}</a>`);
      return `<li>${status}: ${links.join(", ")}</li>`;
    });
  return `<details><summary>Errors</summary><ul>${items.join("")}</ul></details>`;
}

function answersOf({ responses, summary }: Operation): string {
  const good = Object.entries(responses).filter(([status]) => Number(status) < 400);
  return good
    .map(([status, { description, content, headers = {} }]) => {
      const schema = content?.["application/json"]?.schema;
      const rows = Object.entries(headers).map(([name, { description: text }]) => [code(name), prose(text)]);
      const headerTable = rows.length
        ? `<details><summary>Headers</summary>${table(["Header", "Meaning"], rows)}</details>`
        : "";
      return `<h4>${status}</h4><p>${prose(description)}</p>${schema ? typeBlock(schema, `Answer ${status} of ${summary}`) : ""}${headerTable}`;
    })
    .join("");
}

/** One operation. */
export function operationHtml(method: string, path: string, operation: Operation): string {
  const { summary, description, parameters, requestBody } = operation;
  const body = requestBody?.content["application/json"]?.schema;
  return `<article id="${anchor(operation)}"><h3>${prose(summary)}</h3>
<p class="route"><span class="method ${method}">${method.toUpperCase()}</span> ${code(`/api/v1${path}`)}</p>
${description ? `<p>${prose(description)}</p>` : ""}<p class="muted">${neededKey(operation)}</p>
${block(escapeHtml(curlOf(method, path, operation)), `Example of ${summary}`)}
${parameters.length ? `<h4>Parameters</h4>${table(["Name", "Type", "Meaning"], parameters.map(parameterRow))}` : ""}
${body ? `<h4>Body${requestBody?.required ? "" : " (optional)"}</h4>${typeBlock(body, `Body of ${summary}`)}` : ""}
${answersOf(operation)}${errorsOf(operation)}</article>`;
}

/** All named schemas. */
export function schemasHtml(schemas: Record<string, JsonSchema>): string {
  return Object.entries(schemas)
    .map(([name, schema]) => `<article id="schema-${name}"><h3>${name}</h3>${typeBlock(schema, name)}</article>`)
    .join("");
}

/** All error codes, each with an anchor to which the `type` of a problem links. */
export function errorsHtml(): string {
  const codes = Object.entries(errorStatus);
  const rows = codes.map(([name, status]) => [
    code(name),
    String(status),
    escapeHtml(problemTitles[name as keyof typeof problemTitles]),
  ]);
  return table(
    ["Code", "Status", "Meaning"],
    rows,
    codes.map(([name]) => name),
  );
}

/** The table of contents. */
export function navHtml({ tags, paths }: OpenApiDocument): string {
  const operations = Object.values(paths).flatMap((path) => Object.values(path));
  const groups = tags.map(({ name }) => {
    const links = operations
      .filter((operation) => operation.tags.includes(name))
      .map((operation) => `<li><a href="#${anchor(operation)}">${prose(operation.summary)}</a></li>`);
    return `<h2>${name}</h2><ul>${links.join("")}</ul>`;
  });
  return `${groups.join("")}<h2>Reference</h2><ul><li><a href="#errors">Errors</a></li><li><a href="#schemas">Schemas</a></li>
<li><a href="/api/v1/openapi.json">OpenAPI document</a></li></ul>`;
}
