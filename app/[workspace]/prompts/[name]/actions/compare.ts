"use server";

import { z } from "zod";
import { type DiffPart, partOf } from "@/components/diff/part";
import { defineAction } from "@/lib/api/action";
import { diffWithin, getVersionOrThrow } from "@/lib/registry/queries/versions";
import { promptName, versionNumber } from "@/lib/registry/schema";
import { toSections } from "../_components/history/diff-sections";

const input = z.strictObject({
  name: promptName,
  /** Null means that everything in `to` is new. */
  from: versionNumber.nullable(),
  to: versionNumber,
  row: z.int().min(0),
});

/** Returns the part of a large diff that starts at this row. */
export const loadDiffPart = defineAction(input, async (actor, { name, from, to, row }): Promise<DiffPart> => {
  const [before, after] = await Promise.all([
    from === null ? null : getVersionOrThrow(actor, name, from),
    getVersionOrThrow(actor, name, to),
  ]);
  const diff = await diffWithin(actor, before?.content ?? { type: after.content.type, messages: [] }, after.content);
  return partOf(toSections(diff), row);
});
