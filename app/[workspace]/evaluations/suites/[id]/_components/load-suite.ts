import { notFound } from "next/navigation";
import { cache } from "react";
import type { UserActor } from "@/lib/auth/actor";
import { getSuite } from "@/lib/evaluation/suites/queries";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Loads the suite of a page, once per request. Shows the not-found page if it does not exist. */
export const loadSuite = cache(async (actor: UserActor, id: string) => {
  const suite = uuid.test(id) ? await getSuite(actor, id) : null;
  if (!suite) notFound();
  return suite;
});
