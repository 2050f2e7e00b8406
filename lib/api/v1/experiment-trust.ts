import { z } from "zod";
import { getTrust } from "@/lib/experiments/trust/queries";
import { trustView } from "@/lib/experiments/trust/views";
import { ok } from "../answer";
import { endpoint } from "../endpoint";

export const experimentTrustEndpoints = [
  endpoint({
    id: "getExperimentTrust",
    method: "get",
    path: "/experiments/trust",
    tag: "Experiments",
    summary: "The rate of false alarms of experiments here",
    description:
      "Once a day (UTC) the recent users of each of the 20 busiest prompts are split at random 200 times, and the code that gives verdicts compares the halves. Nothing differs between them, so about alpha of the splits may be called different. Prompts have their last check within 7 days.",
    permission: "prompt:read",
    query: z.strictObject({}),
    idempotency: "none",
    answer: { status: 200, description: "By metric, and by prompt.", schema: trustView },
    errors: [],
    handle: async ({ actor }) => ok(await getTrust(actor)),
  }),
];
