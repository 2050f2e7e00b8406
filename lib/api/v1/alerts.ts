import { z } from "zod";
import { markAlertsSeen } from "@/lib/alerts/commands/alerts";
import { listAlerts } from "@/lib/alerts/queries/alerts";
import { alertKindNames } from "@/lib/alerts/registry";
import { alertSeverities, markAlertsInput } from "@/lib/alerts/schema";
import { alertView } from "@/lib/alerts/views";
import { promptName } from "@/lib/registry/schema";
import { ok } from "../answer";
import { type Endpoint, endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { environmentName, flag } from "./fields";
import { pageOf } from "./schema";

const endpoint = endpointsOf("Alerts");

export const alertEndpoints: readonly Endpoint[] = [
  endpoint({
    id: "listAlerts",
    method: "get",
    path: "/alerts",
    summary: "List alerts, newest first",
    permission: "prompt:read",
    query: z.strictObject({
      prompt: promptName.optional(),
      environment: environmentName.optional(),
      kind: z.enum(alertKindNames).optional(),
      severity: z.enum(alertSeverities).optional(),
      open: flag
        .optional()
        .describe("`true`: only alerts of the last 30 days that no member has seen. `false`: all others."),
      ...pageQuery,
    }),
    answer: { status: 200, description: "A page of alerts.", schema: pageOf(alertView) },
    errors: ["not_found"],
    async handle({ actor, query: { prompt, environment, kind, severity, open, ...page } }) {
      const isOpen = open === undefined ? undefined : open === "true";
      return ok(await listAlerts(actor, { prompt, environment, kind, severity, isOpen, ...toPageRequest(page) }));
    },
  }),
  endpoint({
    id: "markAlertsSeen",
    method: "post",
    path: "/alerts/seen",
    summary: "Mark alerts as seen, for every member",
    description:
      "For tools that handle alerts outside of Understudy. People mark their own alerts as seen in the inbox.",
    permission: "guard:write",
    body: markAlertsInput,
    idempotency: "stored",
    answer: {
      status: 200,
      description: "The number of alerts that at least one member had not seen.",
      schema: z.strictObject({ seen: z.int() }),
    },
    run: ({ actor, body }) => markAlertsSeen(actor, body),
  }),
];
