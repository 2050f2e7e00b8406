import { AppError } from "@/lib/core/errors";
import { defineTask } from "@/lib/core/work/task";
import { decodeSpans, type OtelSpan } from "@/lib/telemetry/otlp/decode";
import { spansFromJson } from "@/lib/telemetry/otlp/from-json";
import { ProtobufFault } from "@/lib/telemetry/otlp/protobuf";
import { readSpans } from "@/lib/telemetry/otlp/read-spans";
import { parseJsonBytes } from "../body";
import type { EncodedBody } from "../encoded-body";

function decode({ bytes, type }: EncodedBody): OtelSpan[] {
  if (type === "protobuf") {
    try {
      return decodeSpans(bytes);
    } catch (error) {
      if (!(error instanceof ProtobufFault)) throw error;
      throw new AppError("malformed_body", `The body is not an ExportTraceServiceRequest: ${error.message}`);
    }
  }
  const spans = spansFromJson(parseJsonBytes(bytes));
  if (spans === null) throw new AppError("invalid_request", "/resourceSpans: Send an ExportTraceServiceRequest.");
  return spans;
}

/** The spans of a request. Few bytes can hold millions of empty fields. */
export const readSpansTask = defineTask({
  name: "read spans",
  cpuMs: 2_000,
  tooSlow: {
    code: "payload_too_large",
    message: "These spans take too much processor time or memory to read. Send fewer at a time.",
  },
  work: ({ now, ...body }: EncodedBody & { now: number }) => readSpans(decode(body), now),
});
