import { z } from "zod";
import { writeMessage } from "@/lib/telemetry/otlp/protobuf";
import { encodedEndpoint } from "../endpoint";
import { takeSpanBatch } from "../event-intake/intake";

const mostBytes = 8 * 1024 * 1024;

const request = z
  .strictObject({ resourceSpans: z.array(z.unknown()).meta({ description: "The spans, by resource and scope." }) })
  .meta({ id: "ExportTraceServiceRequest", description: "The request as defined in opentelemetry-proto 1." });
const answer = z
  .strictObject({
    partialSuccess: z.strictObject({ rejectedSpans: z.string(), errorMessage: z.string() }).optional().meta({
      description: "The number of rejected spans, and the reasons. Omitted if all spans were accepted.",
    }),
  })
  .meta({ id: "ExportTraceServiceResponse" });

export const otlpEndpoints = [
  encodedEndpoint({
    id: "exportTraces",
    method: "post",
    path: "/otlp/v1/traces",
    tag: "Events",
    summary: "Send OpenTelemetry spans",
    description: [
      "Accepts OTLP/HTTP in protobuf or JSON, uncompressed or gzip, with at most 20,000 spans.",
      "Set `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` to this address, and send the key as a Bearer token in `OTEL_EXPORTER_OTLP_HEADERS`.",
      "Model, tokens, cost, texts, session and user are read from spans of the GenAI conventions, OpenInference and the AI SDK.",
      "All other spans are stored as steps of their trace.",
      "A model call that names its prompt and version (`gen_ai.prompt.name` and `understudy.prompt.version`, or the metadata `promptName` and `promptVersion`) is also stored as an interaction.",
      "The environment is `deployment.environment.name` of the resource, or the key's only environment.",
      "Errors of a protobuf request are sent as `google.rpc.Status`, with the code and the reason as its message.",
    ].join(" "),
    permission: "event:write",
    body: request,
    bodyLimitBytes: mostBytes,
    answer: {
      status: 200,
      description: "The rejected spans, in the format of the request.",
      schema: answer,
      contentTypes: ["application/json", "application/x-protobuf"],
    },
    errors: ["malformed_body", "batch_too_large"],
    async handle({ actor, body }) {
      const { rejected, reasons } = await takeSpanBatch(actor, body);
      const message = reasons.join(" ");
      if (body.type === "protobuf") {
        const partial = writeMessage([
          ...(rejected > 0 ? [[1, rejected] as const] : []),
          ...(message ? [[2, message] as const] : []),
        ]);
        const bytes = partial.length > 0 ? writeMessage([[1, partial]]) : partial;
        return { status: 200, body: bytes, headers: { "content-type": "application/x-protobuf" } };
      }
      const partialSuccess = { rejectedSpans: String(rejected), errorMessage: message };
      return { status: 200, body: rejected > 0 || message ? { partialSuccess } : {} };
    },
  }),
];
