import { z } from "zod";
import { markAlertsSeen } from "@/lib/alerts/commands/mark-alerts";
import { listAlerts } from "@/lib/alerts/queries/alerts";
import { alertKindNames, alertSeverities, channelKinds, markAlertsInput } from "@/lib/alerts/schema";
import { DeliveryStatus } from "@/lib/core/generated/prisma/enums";
import { promptName } from "@/lib/registry/schema";
import { ok } from "../answer";
import { type Endpoint, endpoint } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { environmentName, flag } from "./fields";
import { pageOf } from "./schema";

const tag = "Alerts";

const alertView = z
  .strictObject({
    id: z.uuid(),
    kind: z.enum(alertKindNames),
    severity: z.enum(alertSeverities),
    title: z.string(),
    body: z.string(),
    path: z.string().describe("Where it leads, below the workspace's own page; empty when nowhere."),
    prompt: z.string().nullable(),
    environment: z.string().nullable(),
    at: z.iso.datetime(),
    isUnread: z.boolean().describe("For people; always false for keys."),
    deliveries: z
      .array(
        z.strictObject({
          channel: z.string(),
          kind: z.enum(channelKinds),
          status: z.enum(Object.values(DeliveryStatus)),
        }),
      )
      .describe("Where else it was told."),
  })
  .meta({ id: "Alert" });

export const alertEndpoints: readonly Endpoint[] = [
  endpoint({
    id: "listAlerts",
    method: "get",
    path: "/alerts",
    tag,
    summary: "List alerts, newest first",
    permission: "prompt:read",
    query: z.strictObject({
      prompt: promptName.optional(),
      environment: environmentName.optional(),
      kind: z.enum(alertKindNames).optional(),
      severity: z.enum(alertSeverities).optional(),
      open: flag.optional().describe("true: only those of the last 30 days that nobody has seen; false: the others."),
      ...pageQuery,
    }),
    idempotency: "none",
    answer: { status: 200, description: "A page of alerts.", schema: pageOf(alertView) },
    errors: ["invalid_name", "not_found", "invalid_limit", "invalid_cursor"],
    async handle({ actor, query: { prompt, environment, kind, severity, open, ...page } }) {
      const isOpen = open === undefined ? undefined : open === "true";
      return ok(await listAlerts(actor, { prompt, environment, kind, severity, isOpen, ...toPageRequest(page) }));
    },
  }),
  endpoint({
    id: "markAlertsSeen",
    method: "post",
    path: "/alerts/seen",
    tag,
    summary: "Mark alerts as seen, for every member",
    description: "For whoever deals with alerts elsewhere. People mark theirs in the inbox, each for themselves.",
    permission: "guard:write",
    body: markAlertsInput,
    idempotency: "stored",
    answer: {
      status: 200,
      description: "How many alerts some member had not seen.",
      schema: z.strictObject({ seen: z.int() }),
    },
    errors: [],
    async handle({ actor, body }) {
      return ok(await markAlertsSeen(actor, body));
    },
  }),
];
