"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { favouriteInput, setFavourite } from "@/lib/registry/commands/set-favourite";
import { listFavourites } from "@/lib/registry/queries/favourites";
import { listPrompts } from "@/lib/registry/queries/prompts";

const searchInput = z.object({ query: z.string().max(200) });

/** The first prompts that the text finds, by name. */
export const searchPrompts = defineAction(searchInput, async (actor, { query }) => {
  const { items } = await listPrompts(actor, { limit: 8, search: query.trim() });
  return items.map(({ name, description }) => ({ name, description }));
});

/** Keeps a prompt at hand, or no longer; gives back all that are. */
export const keepAtHand = defineAction(favouriteInput, async (actor, input) => {
  await setFavourite(actor, input);
  return listFavourites(actor);
});
