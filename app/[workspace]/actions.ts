"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { favouriteInput, setFavourite } from "@/lib/registry/commands/prompts";
import { listFavourites } from "@/lib/registry/queries/favourites";
import { listPrompts } from "@/lib/registry/queries/prompts";

const searchInput = z.object({ query: z.string().max(200) });

/** Returns the first prompts whose names match the text. */
export const searchPrompts = defineAction(searchInput, async (actor, { query }) => {
  const { items } = await listPrompts(actor, { limit: 8, search: query.trim() });
  return items.map(({ name, description }) => ({ name, description }));
});

/** Adds a prompt to the favourites or removes it. Returns all favourites. */
export const keepAtHand = defineAction(favouriteInput, async (actor, input) => {
  await setFavourite(actor, input);
  return listFavourites(actor);
});
