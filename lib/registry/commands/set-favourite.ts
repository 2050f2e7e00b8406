import { z } from "zod";
import type { UserActor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import { calledBy } from "../queries/find-prompt";
import { promptName } from "../schema";

/** The maximum number of favourites per person. */
export const mostFavourites = 50;

export const favouriteInput = z.strictObject({ name: promptName, isFavourite: z.boolean() });

/** Adds a prompt to the person's favourites, or removes it. Idempotent. Throws 404 `not_found`. */
export async function setFavourite(actor: UserActor, input: z.input<typeof favouriteInput>): Promise<void> {
  authorize(actor, "prompt:read");
  const { name, isFavourite } = parseInput(favouriteInput, input);
  const { workspaceId, userId } = actor;
  await transaction(async (tx) => {
    const prompt = await tx.prompt.findFirst({ where: { workspaceId, ...calledBy(name) }, select: { id: true } });
    if (!prompt) throw notFound(`The prompt ${name}`);
    const where = { workspaceId, userId, promptId: prompt.id };
    if (!isFavourite) return void (await tx.favourite.deleteMany({ where }));
    if ((await tx.favourite.count({ where: { workspaceId, userId, promptId: { not: prompt.id } } })) >= mostFavourites)
      throw new AppError("invalid_state", `You have ${mostFavourites} favourites. Remove one first.`);
    await tx.favourite.createMany({ data: [where], skipDuplicates: true });
  });
}
