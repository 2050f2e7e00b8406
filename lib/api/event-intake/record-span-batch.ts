import type { KeyActor } from "@/lib/auth/actor";
import { AppError } from "@/lib/core/errors";
import { type RecordedSpans, recordSpans } from "@/lib/telemetry/commands/record-spans";
import { decodeSpans, type OtelSpan } from "@/lib/telemetry/otlp/decode";
import { spansFromJson } from "@/lib/telemetry/otlp/from-json";
import { ProtobufFault } from "@/lib/telemetry/otlp/protobuf";
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

/** Parses the spans of an ExportTraceServiceRequest and stores them. Throws if the body as a whole is invalid. */
export async function recordSpanBatch(actor: KeyActor, body: EncodedBody): Promise<RecordedSpans> {
  return recordSpans(actor, decode(body));
}
