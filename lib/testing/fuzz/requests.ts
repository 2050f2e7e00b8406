import fc from "fast-check";
import type { JsonSchema, OpenApiDocument, Operation, Parameter } from "@/lib/api/v1/openapi-types";
import { broken, brokenText } from "./broken";
import type { Values } from "./values";

/** A generated request, with its operation. `body`: JSON, or a text that should be JSON. */
export type FuzzRequest = { operation: Operation; method: string; path: string; route: string; body?: unknown };

export type FuzzOperation = { method: string; route: string; operation: Operation };

/** Every operation of the document except those in `skip`. */
export function operationsOf(document: OpenApiDocument, skip: readonly string[]): FuzzOperation[] {
  return Object.entries(document.paths)
    .flatMap(([route, methods]) => Object.entries(methods).map(([method, operation]) => ({ method, route, operation })))
    .filter(({ operation }) => !skip.includes(operation.operationId));
}

const bodySchema = ({ requestBody }: Operation): JsonSchema | undefined =>
  requestBody?.content["application/json"]?.schema;

const faults = { none: 12, value: 7, text: 1 };

/** A request to the operation: half of them valid, half with one fault. `valueFor` fills paths and queries. */
export function requestTo(
  { method, route, operation }: FuzzOperation,
  values: Values,
  valueFor: (parameter: Parameter) => fc.Arbitrary<unknown>,
): fc.Arbitrary<FuzzRequest> {
  const inUrl = operation.parameters.filter((parameter) => parameter.in !== "header");
  const drawn = fc.record(Object.fromEntries(inUrl.map((parameter) => [parameter.name, valueFor(parameter)])), {
    requiredKeys: inUrl.filter(({ required }) => required).map(({ name }) => name),
  });
  const urls = fc
    .tuple(drawn, fc.integer({ min: 0, max: 9 }))
    .chain(([url, dice]) => (dice > 0 || inUrl.length === 0 ? fc.constant(url) : broken(url)))
    .map((url) => toPath(route, inUrl, url));
  const schema = bodySchema(operation);
  const fault = fc.oneof(...Object.entries(faults).map(([name, weight]) => ({ weight, arbitrary: fc.constant(name) })));
  const bodies: fc.Arbitrary<unknown> = schema
    ? fc
        .tuple(values.of(schema), fault)
        .chain(([body, kind]) => (kind === "none" ? fc.constant(body) : kind === "text" ? brokenText : broken(body)))
    : fc.constant(undefined);
  return fc.tuple(urls, bodies).map(([path, body]) => ({
    operation,
    method: method.toUpperCase(),
    route,
    path,
    ...(body !== undefined && { body }),
  }));
}

const asText = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value ?? null));

function toPath(route: string, parameters: Parameter[], values: unknown): string {
  const fields = (typeof values === "object" && values !== null ? values : {}) as Record<string, unknown>;
  const path = route.replaceAll(/\{(\w+)\}/g, (_, name: string) => encode(asText(fields[name]) || "-"));
  const isInPath = (name: string) => parameters.some((one) => one.in === "path" && one.name === name);
  const query = Object.entries(fields)
    .filter(([name]) => !isInPath(name))
    .map(([name, value]) => `${encode(name)}=${encode(asText(value))}`);
  return query.length > 0 ? `${path}?${query.join("&")}` : path;
}

function encode(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, "\ufffd")).replaceAll(".", "%2E");
}
