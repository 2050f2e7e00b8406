import { describe, expect, it } from "vitest";
import { errorStatus } from "@/lib/core/errors";
import { formats } from "@/lib/template/requests/formats";
import { allAnswerWords, answerWords } from "./answer-words";
import { isOfProvider } from "./describe-fields";
import { docsHtml } from "./docs-page";
import { endpoints, openEndpoints } from "./endpoints";
import { fieldWords } from "./field-words";
import { openApiDocument } from "./openapi-document";
import type { JsonSchema } from "./openapi-types";

const document = openApiDocument();
const text = JSON.stringify(document);

describe("the OpenAPI document", () => {
  it("contains every endpoint once", () => {
    const ids = Object.values(document.paths).flatMap((path) => Object.values(path).map((op) => op.operationId));
    expect(ids.sort()).toEqual([...endpoints, ...openEndpoints].map(({ id }) => id).sort());
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("declares which endpoint needs no key", () => {
    expect(document.paths["/token"]?.post).toMatchObject({ security: [] });
    expect(document.paths["/token"]?.post).not.toHaveProperty("x-permission");
    expect(JSON.stringify(document.paths["/token"])).not.toContain("missing_api_key");
  });

  it("refers only to existing schemas", () => {
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g))
      expect(Object.keys(document.components.schemas)).toContain(name);
    expect(text).not.toContain("#/$defs/");
  });

  it("contains nothing that linters or client generators refuse", () => {
    const faults: string[] = [];
    const look = (value: unknown, pointer: string): void => {
      if (typeof value !== "object" || value === null) return;
      const { type, items, properties, additionalProperties, allOf, anyOf } = value as Record<string, unknown>;
      if (type === "array" && typeof items !== "object") faults.push(`${pointer}: an array without items`);
      const isFree = !properties && !allOf && !anyOf && additionalProperties === undefined;
      if (type === "object" && isFree) faults.push(`${pointer}: a free map without additionalProperties`);
      for (const [key, inner] of Object.entries(value)) look(inner, `${pointer}/${key}`);
    };
    look(document.components.schemas, "");
    look(document.paths, "/paths");
    expect(faults).toEqual([]);
    expect(Object.keys(document.components.schemas).filter((name) => name.startsWith("__"))).toEqual([]);
  });

  it("declares every parameter of a path", () => {
    for (const [path, methods] of Object.entries(document.paths))
      for (const { parameters } of Object.values(methods)) {
        const inPath = parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
        expect(inPath.sort()).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort());
      }
  });

  it("declares the answer, the errors and the tag of every operation", () => {
    const tags = document.tags.map(({ name }) => name);
    for (const methods of Object.values(document.paths))
      for (const operation of Object.values(methods)) {
        expect(tags).toContain(operation.tags[0]);
        expect(Object.keys(operation.responses).some((status) => Number(status) < 300)).toBe(true);
        const authErrors = operation.security ? [] : ["401", "403"];
        for (const status of [...authErrors, "429", "500", "503"]) expect(operation.responses[status]).toBeDefined();
      }
  });

  it("declares the contents of free objects and lists for generated clients", () => {
    const vague: string[] = [];
    const visit = (node: unknown, path: string) => {
      if (typeof node !== "object" || node === null) return;
      const { type, properties, additionalProperties, items, prefixItems, allOf } = node as Record<string, unknown>;
      if (type === "object" && properties === undefined && additionalProperties === undefined && !allOf)
        vague.push(path);
      if (type === "array" && items === undefined && prefixItems === undefined) vague.push(path);
      for (const [key, value] of Object.entries(node)) visit(value, `${path}/${key}`);
    };
    visit(document.paths, "");
    visit(document.components.schemas, "");
    expect(vague).toEqual([]);
  });

  it("distinguishes the answers of resolve by their format", () => {
    const { oneOf = [], discriminator } = document.components.schemas.ResolvedPrompt as {
      oneOf?: { $ref: string }[];
      discriminator?: { propertyName: string; mapping: Record<string, string> };
    };
    expect(oneOf).toHaveLength(formats.length);
    expect(discriminator?.propertyName).toBe("format");
    expect(Object.keys(discriminator?.mapping ?? {})).toEqual([...formats]);
    for (const { $ref } of oneOf) expect(Object.values(discriminator?.mapping ?? {})).toContain($ref);
  });

  it("describes every parameter and every field of a body", () => {
    const used = new Set<string>();
    const silent: string[] = [];
    for (const [path, methods] of Object.entries(document.paths))
      for (const { operationId, parameters, requestBody } of Object.values(methods)) {
        const schemas = Object.values(requestBody?.content ?? {}).map(({ schema }) => schema);
        const fields = schemas.flatMap(({ $ref, properties }) =>
          Object.entries(properties ?? document.components.schemas[$ref?.split("/").at(-1) ?? ""]?.properties ?? {}),
        );
        const texts = [
          ...parameters.map((one) => [one.name, one.description] as const),
          ...fields.map(([name, schema]) => [name, schema.description] as const),
        ];
        for (const [name, description] of texts) {
          if (!description) silent.push(`${operationId} ${path}: ${name}`);
          for (const key of [`${operationId}.${name}`, name]) if (description === fieldWords[key]) used.add(key);
        }
      }
    expect(silent).toEqual([]);
    expect(Object.keys(fieldWords).filter((key) => !used.has(key))).toEqual([]);
  });

  it("describes every field, at any depth", () => {
    const silent: string[] = [];
    const used = new Set<string>();
    const look = (value: unknown, path: string): void => {
      if (typeof value !== "object" || value === null) return;
      for (const [key, inner] of Object.entries(value)) {
        if (key !== "properties") {
          look(inner, path);
          continue;
        }
        for (const [name, field] of Object.entries(inner as Record<string, JsonSchema>)) {
          if (!field.description && !field.$ref) silent.push(`${path}.${name}`);
          if (field.description) used.add(field.description);
          look(field, `${path}.${name}`);
        }
      }
    };
    for (const methods of Object.values(document.paths))
      for (const { operationId, requestBody, responses } of Object.values(methods)) {
        look(requestBody?.content, operationId);
        look(responses, operationId);
      }
    for (const [name, schema] of Object.entries(document.components.schemas))
      if (!isOfProvider(name)) look(schema, name);
    expect(silent).toEqual([]);
    expect(Object.entries(answerWords).filter(([, words]) => !used.has(words))).toEqual([]);
    const ends = allAnswerWords.flatMap((words) => Object.keys(words));
    expect(ends.filter((end, index) => ends.indexOf(end) !== index)).toEqual([]);
  });

  it("describes names with many meanings by the object that has them", () => {
    const many = [
      "action",
      "added",
      "index",
      "interval",
      "label",
      "position",
      "reading",
      "removed",
      "required",
      "role",
    ];
    expect([...many, "total", "verdict", "versions"].filter((name) => Object.hasOwn(answerWords, name))).toEqual([]);
  });

  it("refuses unknown fields in every body", () => {
    for (const { id, body } of endpoints) {
      if (!body) continue;
      const result = body.safeParse({ definitelyNotAField: 1 });
      const codes = result.error?.issues.map(({ code }) => code);
      expect(codes, id).toContain("unrecognized_keys");
    }
  });
});

describe("the API page", () => {
  const html = docsHtml(document);

  it("loads nothing and runs nothing", () => {
    expect(html).not.toMatch(/<script|<link|<img|<iframe|src=|@import|url\(|\son\w+=/);
    expect(html).not.toMatch(/https?:\/\//);
  });

  it("has an anchor for every code and every operation", () => {
    for (const code of Object.keys(errorStatus)) expect(html).toContain(`id="${code}"`);
    for (const { id } of endpoints) expect(html).toContain(`<article id="${id}">`);
  });

  it("has unique ids and a target for every link", () => {
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });
});
