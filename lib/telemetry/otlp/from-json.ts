import { isRecord } from "@/lib/core/records";
import type { AttributeValue, OtelSpan, SpanAttributes } from "./decode";
import { countParts, mostSpans, withinParts } from "./parts";

type Json = Record<string, unknown>;
function list(value: unknown): Json[] {
  if (!Array.isArray(value)) return [];
  countParts(value.length);
  return value.every(isRecord) ? value : value.filter(isRecord);
}

const text = (value: unknown) => (typeof value === "string" ? value : "");
const mostDepth = 16;

/** Converts OTLP/JSON nanoseconds, a decimal string or a number, to ms. Precision below one microsecond is dropped. */
function toMs(value: unknown): number {
  const digits = typeof value === "number" ? String(Math.trunc(value)) : text(value);
  return /^\d{1,20}$/.test(digits) ? Number(digits.slice(0, -3)) / 1_000 : 0;
}

/** Whether it is a whole number of 64 bits that a double cannot hold. Such a number is usually an id. */
const isLong = (digits: string) => /^-?\d{16,19}$/.test(digits) && !Number.isSafeInteger(Number(digits));

function readValue(value: unknown, depth: number): AttributeValue {
  if (!isRecord(value) || depth > mostDepth) return null;
  if (typeof value.stringValue === "string") return value.stringValue;
  if (typeof value.boolValue === "boolean") return value.boolValue;
  if (typeof value.intValue === "string" && isLong(value.intValue)) return value.intValue;
  const number = value.intValue ?? value.doubleValue;
  if (typeof number === "string" || typeof number === "number") return Number(number);
  if (typeof value.bytesValue === "string") return value.bytesValue;
  if (isRecord(value.arrayValue)) return list(value.arrayValue.values).map((one) => readValue(one, depth + 1));
  return isRecord(value.kvlistValue) ? readAttributes(value.kvlistValue.values, depth + 1) : null;
}

function readAttributes(value: unknown, depth = 0): SpanAttributes {
  const attributes: SpanAttributes = {};
  for (const { key, value: of } of list(value))
    if (typeof key === "string" && key !== "__proto__") attributes[key] = readValue(of, depth);
  return attributes;
}

/** Reads an id. OTLP/JSON uses hex; some exporters write base64, as protobuf's JSON mapping does. */
function idOf(value: unknown, bytes: number): string {
  const id = text(value);
  if (id === "" || /^[\da-f]+$/i.test(id)) return id.toLowerCase();
  const decoded = Buffer.from(id, "base64");
  return decoded.length === bytes ? decoded.toString("hex") : id;
}

function readAll(body: unknown): OtelSpan[] | null {
  if (!isRecord(body)) return null;
  if (Object.keys(body).length === 0) return []; // an empty request is valid in OTLP
  if (!Array.isArray(body.resourceSpans)) return null;
  return list(body.resourceSpans).flatMap((resourceSpans) => {
    const resource = readAttributes(isRecord(resourceSpans.resource) ? resourceSpans.resource.attributes : []);
    return list(resourceSpans.scopeSpans).flatMap((scopeSpans) =>
      list(scopeSpans.spans)
        .slice(0, mostSpans + 1)
        .map((span): OtelSpan => {
          const status = isRecord(span.status) ? span.status : {};
          return {
            traceId: idOf(span.traceId, 16),
            spanId: idOf(span.spanId, 8),
            parentId: idOf(span.parentSpanId, 8) || null,
            name: text(span.name),
            startMs: toMs(span.startTimeUnixNano),
            endMs: toMs(span.endTimeUnixNano),
            attributes: readAttributes(span.attributes),
            events: list(span.events).map((event) => ({
              name: text(event.name),
              atMs: toMs(event.timeUnixNano),
              attributes: readAttributes(event.attributes),
            })),
            status: { code: codeOf(status.code), message: text(status.message) },
            resource,
            scope: isRecord(scopeSpans.scope) ? text(scopeSpans.scope.name) : "",
          };
        }),
    );
  });
}

/**
 * Decodes the spans of a JSON ExportTraceServiceRequest. Returns null if the body is not one. Throws 413
 * `payload_too_large`.
 */
export const spansFromJson = (body: unknown): OtelSpan[] | null => withinParts(() => readAll(body));

function codeOf(value: unknown): number {
  if (typeof value === "number") return value;
  return value === "STATUS_CODE_ERROR" ? 2 : value === "STATUS_CODE_OK" ? 1 : 0;
}
