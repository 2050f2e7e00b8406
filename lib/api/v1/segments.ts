import { z } from "zod";
import { saveSegments } from "@/lib/telemetry/commands/save-segments";
import { listSegments, segmentView } from "@/lib/telemetry/queries/segments";
import { saveSegmentsInput } from "@/lib/telemetry/segments";
import { endpointsOf } from "../endpoint";

const endpoint = endpointsOf("Workspace");
const path = "/segments";

const segmentList = z.strictObject({ segments: z.array(segmentView) }).meta({ id: "Segments" });

export const segmentEndpoints = [
  endpoint({
    id: "listSegments",
    method: "get",
    path,
    summary: "List the attributes that are marked as segments",
    permission: "prompt:read",
    answer: { status: 200, description: "The segments, at most five.", schema: segmentList },
    run: async ({ actor }) => ({ segments: await listSegments(actor) }),
  }),
  endpoint({
    id: "saveSegments",
    method: "put",
    path,
    summary: "Set the attributes that are marked as segments",
    description:
      "The results of experiments are broken down by segments, and guards watch each segment. A change applies to new answers. Up to 20 values of an attribute are counted by name: first the most frequent values of the newest 5,000 interactions, then new values in the order in which they appear.",
    permission: "workspace:write",
    body: saveSegmentsInput,
    answer: { status: 200, description: "The marked attributes.", schema: segmentList },
    run: async ({ actor, body }) => ({ segments: await saveSegments(actor, body) }),
  }),
];
