import { prisma } from "@/lib/core/db";
import { env } from "@/lib/core/env";

type Policy = { environmentId: string; eventDays: number | null; contentDays: number | null };

/**
 * The retention of an environment's events and their texts, in days. Spans contain their texts and use the shorter one.
 */
type RetentionDays = { events: number; contents: number };

/** Returns the retention of each environment of these workspaces. */
export async function readKeeping(workspaceIds: readonly string[]): Promise<(environmentId: string) => RetentionDays> {
  const { EVENT_RETENTION_DAYS: days, EVENT_CONTENT_RETENTION_DAYS: contentDays } = env();
  const policies: Policy[] = await prisma().contentPolicy.findMany({
    where: { workspaceId: { in: [...workspaceIds] } },
    select: { environmentId: true, eventDays: true, contentDays: true },
  });
  const byEnvironment = new Map(policies.map((policy) => [policy.environmentId, policy]));
  return (environmentId) => {
    const own = byEnvironment.get(environmentId);
    const events = Math.min(own?.eventDays ?? days, days);
    return { events, contents: Math.min(events, own?.contentDays ?? events, contentDays ?? events) };
  };
}

/** Returns the expiry of an event in seconds since 1970. */
export const expiry = (at: string, days: number) => Math.floor(Date.parse(at) / 1_000) + days * 86_400;

/** Formats a text or attributes as ClickHouse stores them. */
export const jsonText = (value: unknown) => (value === undefined || value === null ? null : JSON.stringify(value));
