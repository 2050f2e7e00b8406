"use server";

import { z } from "zod";
import { baseUrl } from "@/app/_components/base-url";
import { defineAction } from "@/lib/api/action";
import type { Actor } from "@/lib/auth/actor";
import { can } from "@/lib/auth/authorize";
import { listMembers } from "@/lib/auth/queries/members";
import { listSuites } from "@/lib/evaluation/suites/queries";
import { promptName } from "@/lib/registry/schema";
import { markRequests } from "@/lib/requests/commands/mark-requests";
import { addNote, markRequest, removeNote } from "@/lib/requests/commands/notes";
import { removeView, saveView } from "@/lib/requests/commands/saved-views";
import { shareRequest } from "@/lib/requests/commands/share-request";
import { getRequestOrThrow } from "@/lib/requests/queries/request";
import { listRequests } from "@/lib/requests/queries/requests";
import { previewShare } from "@/lib/requests/queries/shared-request";
import {
  markInput,
  markManyInput,
  noteIdInput,
  noteInput,
  requestFilterFields,
  savedViewInput,
  shareRequestInput,
} from "@/lib/requests/schema";

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

/** The suites of a prompt that requests can be kept in, and who can be asked to look at them. */
async function readChoices(actor: Actor, prompt: string) {
  const [suites, members] = await Promise.all([
    can(actor, "suite:write") ? listSuites(actor, { prompt, limit: 50 }) : null,
    listMembers(actor, { limit: 100 }),
  ]);
  return {
    suites: suites?.items.map(({ id, name }) => ({ id, name })) ?? [],
    members: members.items.map(({ id, name }) => ({ id, name })),
  };
}

/** What chosen requests of a prompt can be given to. */
export const readRequestChoices = defineAction(z.strictObject({ prompt: promptName }), (actor, { prompt }) =>
  readChoices(actor, prompt),
);

/** Everything known of one request, and what this person may do with it. */
export const readRequest = defineAction(
  z.strictObject({ interactionId: z.string().min(1).max(200) }),
  async (actor, { interactionId }) => {
    const request = await getRequestOrThrow(actor, interactionId);
    const choices = await readChoices(actor, request.interaction.prompt);
    return {
      ...request,
      ...choices,
      canKeep: can(actor, "suite:write"),
      canWrite: can(actor, "review:write"),
      canShare: can(actor, "share:write"),
    };
  },
);

/** What a link to a request would show. */
export const previewLink = defineAction(z.strictObject({ interactionId: z.string().min(1).max(200) }), (actor, asked) =>
  previewShare(actor, asked.interactionId),
);

/** Makes a link to a request; its address is shown this once. */
export const shareLink = defineAction(shareRequestInput, async (actor, input) => {
  const { token, shown: _, ...link } = await shareRequest(actor, input);
  return { url: `${await baseUrl()}/shared/${token}`, link };
});

export const writeNote = defineAction(noteInput, addNote);
export const deleteNote = defineAction(noteIdInput, removeNote);
export const changeMarks = defineAction(markInput, markRequest);
export const changeMarksOfMany = defineAction(markManyInput, markRequests);
export const keepView = defineAction(savedViewInput, saveView);
export const dropView = defineAction(z.strictObject({ id: z.guid() }), removeView);
