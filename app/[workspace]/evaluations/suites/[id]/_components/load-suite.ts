import { notFound } from "next/navigation";
import { cache } from "react";
import type { UserActor } from "@/lib/auth/actor";
import { getSuite } from "@/lib/evaluation/suites/queries";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The suite a page is about, asked for once per request; not there: the page is not found. */
export const loadSuite = cache(async (actor: UserActor, id: string) => {
  const suite = uuid.test(id) ? await getSuite(actor, id) : null;
  if (!suite) notFound();
  return suite;
});
