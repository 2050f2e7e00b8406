import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { requireActor } from "@/lib/auth/session";
import { getExperiment } from "@/lib/experiments/queries/experiments";

/** Loads the actor and the experiment in the URL, once per request. Throws 404 if it does not exist. */
export const findExperiment = cache(async (workspace: string, id: string) => {
  const actor = await requireActor(workspace);
  const view = z.guid().safeParse(id).success ? await getExperiment(actor, id) : null;
  if (!view) notFound();
  return { actor, view };
});
