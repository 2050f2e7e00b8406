"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { listReleases } from "@/lib/registry/queries/releases";
import { toPlaceFilter } from "../_components/place-filters";

const pageInput = z.object({ prompt: z.string(), environment: z.string(), cursor: z.string().max(2_000) });

/** Returns the next page of the release log. */
export const loadMoreReleases = defineAction(pageInput, (actor, { cursor, ...filters }) => {
  const { prompt, environment } = toPlaceFilter(filters);
  return listReleases(actor, { name: prompt, environment, limit: 50, cursor });
});
