import { mostSpans, withinParts } from "./parts";
import {
  doubleField,
  fieldsOf,
  fixed64Field,
  hexField,
  intField,
  longField,
  messageField,
  textField,
} from "./protobuf";

/** The value of an attribute as JSON. */
export type AttributeValue = string | number | boolean | null | AttributeValue[] | { [key: string]: AttributeValue };
export type SpanAttributes = Record<string, AttributeValue>;

type SpanEvent = { name: string; atMs: number; attributes: SpanAttributes };

/** An OpenTelemetry span with the attributes of its resource and scope. Times are in ms since 1970. */
export type OtelSpan = {
  traceId: string;
  spanId: string;
  parentId: string | null;
  name: string;
  startMs: number;
  endMs: number;
  attributes: SpanAttributes;
  events: SpanEvent[];
  /** 0 unset, 1 ok, 2 error. */
  status: { code: number; message: string };
  resource: SpanAttributes;
  scope: string;
};

const toMs = (nanos: bigint) => Number(nanos / 1_000n) / 1_000;
const mostDepth = 16;

function readValue(bytes: Uint8Array, depth: number): AttributeValue {
  if (depth > mostDepth) return null;
  for (const { number, value } of fieldsOf(bytes)) {
    if (number === 1) return textField(value);
    if (number === 2) return intField(value) !== 0;
    if (number === 3) return longField(value);
    if (number === 4) return doubleField(value);
    if (number === 5)
      return [...fieldsOf(messageField(value))].flatMap((one) =>
        one.number === 1 ? [readValue(messageField(one.value), depth + 1)] : [],
      );
    if (number === 6) return readAttributes(messageField(value), 1, depth + 1);
    if (number === 7) return Buffer.from(messageField(value)).toString("base64");
  }
  return null;
}

function addAttribute(to: SpanAttributes, bytes: Uint8Array, depth: number): void {
  let key = "";
  let found: AttributeValue = null;
  for (const { number, value } of fieldsOf(bytes)) {
    if (number === 1) key = textField(value);
    else if (number === 2) found = readValue(messageField(value), depth);
  }
  if (key !== "__proto__") to[key] = found;
}

/** Reads the key-value pairs in a field of a message. */
function readAttributes(bytes: Uint8Array, field: number, depth = 0): SpanAttributes {
  const attributes: SpanAttributes = {};
  for (const { number, value } of fieldsOf(bytes))
    if (number === field) addAttribute(attributes, messageField(value), depth);
  return attributes;
}

function readEvent(bytes: Uint8Array): SpanEvent {
  const event: SpanEvent = { name: "", atMs: 0, attributes: readAttributes(bytes, 3) };
  for (const { number, value } of fieldsOf(bytes)) {
    if (number === 1) event.atMs = toMs(fixed64Field(value));
    else if (number === 2) event.name = textField(value);
  }
  return event;
}

function readStatus(bytes: Uint8Array): OtelSpan["status"] {
  const status = { code: 0, message: "" };
  for (const { number, value } of fieldsOf(bytes)) {
    if (number === 2) status.message = textField(value);
    else if (number === 3) status.code = intField(value);
  }
  return status;
}

function readSpan(bytes: Uint8Array, resource: SpanAttributes, scope: string): OtelSpan {
  const span: OtelSpan = {
    traceId: "",
    spanId: "",
    parentId: null,
    name: "",
    startMs: 0,
    endMs: 0,
    attributes: {},
    events: [],
    status: { code: 0, message: "" },
    resource,
    scope,
  };
  for (const { number, value } of fieldsOf(bytes)) {
    if (number === 1) span.traceId = hexField(value);
    else if (number === 2) span.spanId = hexField(value);
    else if (number === 4) span.parentId = hexField(value) || null;
    else if (number === 5) span.name = textField(value);
    else if (number === 7) span.startMs = toMs(fixed64Field(value));
    else if (number === 8) span.endMs = toMs(fixed64Field(value));
    else if (number === 9) addAttribute(span.attributes, messageField(value), 0);
    else if (number === 11) span.events.push(readEvent(messageField(value)));
    else if (number === 15) span.status = readStatus(messageField(value));
  }
  return span;
}

function readAll(bytes: Uint8Array): OtelSpan[] {
  const spans: OtelSpan[] = [];
  for (const { number, value } of fieldsOf(bytes)) {
    if (number !== 1) continue;
    const resourceSpans = [...fieldsOf(messageField(value))];
    const resource = resourceSpans.find((field) => field.number === 1);
    const attributes = resource ? readAttributes(messageField(resource.value), 1) : {};
    for (const field of resourceSpans) {
      if (field.number !== 2) continue;
      const scopeSpans = [...fieldsOf(messageField(field.value))];
      const scope = scopeSpans.find((one) => one.number === 1);
      const name = scope ? [...fieldsOf(messageField(scope.value))].find((one) => one.number === 1) : undefined;
      for (const one of scopeSpans) {
        if (spans.length > mostSpans) return spans;
        if (one.number === 2)
          spans.push(readSpan(messageField(one.value), attributes, name ? textField(name.value) : ""));
      }
    }
  }
  return spans;
}

/**
 * Decodes the spans of an ExportTraceServiceRequest (opentelemetry-proto 1.x). Returns at most one more than the limit.
 * Throws ProtobufFault, 413 `payload_too_large`.
 */
export const decodeSpans = (bytes: Uint8Array): OtelSpan[] => withinParts(() => readAll(bytes));
