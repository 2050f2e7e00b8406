import type { Actor } from "@/lib/auth/actor";
import type { Page } from "@/lib/core/cursor";
import type { SnippetUse } from "../../queries/snippet-uses";
import type { GatedUse } from "../../snippet-updates";
import { listNewestGateResults } from "./results";

/** Adds the gate result of each prompt's newest version to a page of uses. */
export async function withGates(actor: Actor, page: Page<SnippetUse>): Promise<Page<GatedUse>> {
  const results = await listNewestGateResults(actor, page.items);
  return { ...page, items: page.items.map((use) => ({ ...use, gate: results.get(use.name) ?? null })) };
}
