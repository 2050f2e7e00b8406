import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { requireActor } from "@/lib/auth/session";
import { getExperiment } from "@/lib/experiments/queries/experiments";

/** Who asks, and the experiment in the address, read once a request; 404 without one. */
export const findExperiment = cache(async (workspace: string, id: string) => {
  const actor = await requireActor(workspace);
  const view = z.guid().safeParse(id).success ? await getExperiment(actor, id) : null;
  if (!view) notFound();
  return { actor, view };
});
