import { prisma } from "@/lib/core/db";
import { env } from "@/lib/core/env";

type Policy = { environmentId: string; eventDays: number | null; contentDays: number | null };

/** How long an environment keeps events and their texts, in days. Spans hold their texts themselves, and go with them. */
type RetentionDays = { events: number; contents: number };

/** What each environment of these workspaces keeps. */
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

/** The second at which what happened at an instant is not kept any more. */
export const expiry = (at: string, days: number) => Math.floor(Date.parse(at) / 1_000) + days * 86_400;

/** A text or attributes as ClickHouse keeps them. */
export const jsonText = (value: unknown) => (value === undefined || value === null ? null : JSON.stringify(value));
