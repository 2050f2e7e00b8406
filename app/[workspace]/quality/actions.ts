"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { listQuality } from "@/lib/guards/queries/quality";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { toQualityFilter } from "./_components/filters";

const pageInput = z.strictObject({
  environment: z.string().max(200),
  folder: z.string().max(200),
  cursor: z.string().max(2_000),
});

/** The next page of the overview. */
export const loadMoreQuality = defineAction(pageInput, async (actor, { cursor, ...filters }) => {
  const filter = toQualityFilter(filters, await listEnvironments(actor));
  const { items, nextCursor } = await listQuality(actor, { ...filter, limit: 50, cursor });
  return { items, nextCursor };
});
