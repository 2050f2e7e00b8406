import { z } from "zod";
import { getTrust } from "@/lib/experiments/trust/queries";
import { trustView } from "@/lib/experiments/trust/views";
import { ok } from "../answer";
import { endpointsOf } from "../endpoint";

const endpoint = endpointsOf("Experiments");

export const experimentTrustEndpoints = [
  endpoint({
    id: "getExperimentTrust",
    method: "get",
    path: "/experiments/trust",
    summary: "Get the measured rate of false alarms of experiments",
    description:
      "Once a day (UTC), recent users of each of the 20 busiest prompts are split at random into two halves, 200 times. The code that computes verdicts compares the halves. The halves do not really differ, so the expected share of splits that are reported as different is `alpha`. For each prompt, the answer has its last check of the past 7 days.",
    permission: "prompt:read",
    query: z.strictObject({}),
    answer: { status: 200, description: "The rates by metric and by prompt.", schema: trustView },
    handle: async ({ actor }) => ok(await getTrust(actor)),
  }),
];
