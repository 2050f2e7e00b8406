import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { environmentCalled } from "@/lib/core/environment-name";
import { notFound } from "@/lib/core/errors";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { time } from "@/lib/core/view-fields";
import type { RedactionRule } from "../content-policy";

/** What an environment stores of contents, and for how long. */
export const contentPolicyView = z
  .strictObject({
    environment: z.string(),
    contentShare: z.number(),
    rules: z.array(z.strictObject({ name: z.string(), pattern: z.string(), replacement: z.string() })),
    fields: z.array(z.string()),
    contentDays: z.int().nullable(),
    eventDays: z.int().nullable(),
    updatedBy: z.string().nullable(),
    updatedAt: time.nullable(),
  })
  .meta({ id: "ContentPolicy" });
export type ContentPolicyView = z.output<typeof contentPolicyView>;

/** The installation's retention of events and contents, in days. */
export function installationRetention(): { eventDays: number; contentDays: number } {
  const { EVENT_RETENTION_DAYS: days, EVENT_CONTENT_RETENTION_DAYS: contents } = env();
  return { eventDays: days, contentDays: Math.min(days, contents ?? days) };
}

export const policyFields = {
  name: true,
  contentPolicy: {
    select: {
      contentShare: true,
      rules: true,
      fields: true,
      contentDays: true,
      eventDays: true,
      updatedByName: true,
      updatedAt: true,
    },
  },
} as const satisfies Prisma.EnvironmentSelect;
type EnvironmentRow = Prisma.EnvironmentGetPayload<{ select: typeof policyFields }>;

export function toPolicyView({ name, contentPolicy: row }: EnvironmentRow): ContentPolicyView {
  return {
    environment: name,
    contentShare: row?.contentShare ?? 1,
    rules: (row?.rules ?? []) as RedactionRule[],
    fields: row?.fields ?? [],
    contentDays: row?.contentDays ?? null,
    eventDays: row?.eventDays ?? null,
    updatedBy: row?.updatedByName ?? null,
    updatedAt: row?.updatedAt.toISOString() ?? null,
  };
}

/** Lists the content policies of the workspace's environments, in their order. */
export async function listContentPolicies(actor: Actor): Promise<ContentPolicyView[]> {
  authorize(actor, "prompt:read");
  const rows = await prisma().environment.findMany({
    where: { workspaceId: actor.workspaceId },
    orderBy: { position: "asc" },
    select: policyFields,
  });
  return rows.map(toPolicyView);
}

/** Returns the content policy of one environment. Throws 404 `not_found`. */
export async function getContentPolicyOrThrow(actor: Actor, environment: string): Promise<ContentPolicyView> {
  authorize(actor, "prompt:read");
  const row = await prisma().environment.findFirst({
    where: { workspaceId: actor.workspaceId, ...environmentCalled(environment) },
    select: policyFields,
  });
  if (!row) throw notFound(`The environment ${environment}`);
  return toPolicyView(row);
}
