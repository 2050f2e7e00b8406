"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { can } from "@/lib/auth/authorize";
import { listMembers } from "@/lib/auth/queries/members";
import { listSuites } from "@/lib/evaluation/suites/queries";
import { addNote, markRequest, removeNote } from "@/lib/requests/commands/notes";
import { removeView, saveView } from "@/lib/requests/commands/saved-views";
import { getRequestOrThrow } from "@/lib/requests/queries/request";
import { listRequests } from "@/lib/requests/queries/requests";
import { markInput, noteIdInput, noteInput, requestFilterFields, savedViewInput } from "@/lib/requests/schema";

const filter = z.strictObject({
  ...requestFilterFields,
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
});
const cursor = z.string().max(2_000);

/** The next page of the list. */
export const loadOlderRequests = defineAction(z.strictObject({ filter, cursor }), (actor, input) =>
  listRequests(actor, { ...input.filter, cursor: input.cursor, limit: 50 }),
);

/** What came since an instant: the newest hundred. */
export const loadNewRequests = defineAction(
  z.strictObject({ filter, since: z.iso.datetime() }),
  (actor, { filter: { to: _, ...asked }, since }) => listRequests(actor, { ...asked, from: since, limit: 100 }),
);

/** Everything known of one request, and what this person may do with it. */
export const readRequest = defineAction(
  z.strictObject({ interactionId: z.string().min(1).max(200) }),
  async (actor, { interactionId }) => {
    const request = await getRequestOrThrow(actor, interactionId);
    const canKeep = can(actor, "suite:write");
    const [suites, members] = await Promise.all([
      canKeep ? listSuites(actor, { prompt: request.interaction.prompt, limit: 50 }) : null,
      listMembers(actor, { limit: 100 }),
    ]);
    return {
      ...request,
      canKeep,
      canWrite: can(actor, "review:write"),
      suites: suites?.items.map(({ id, name }) => ({ id, name })) ?? [],
      members: members.items.map(({ id, name }) => ({ id, name })),
    };
  },
);

export const writeNote = defineAction(noteInput, addNote);
export const deleteNote = defineAction(noteIdInput, removeNote);
export const changeMarks = defineAction(markInput, markRequest);
export const keepView = defineAction(savedViewInput, saveView);
export const dropView = defineAction(z.strictObject({ id: z.guid() }), removeView);
