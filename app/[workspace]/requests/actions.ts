"use server";

import { z } from "zod";
import { baseUrl } from "@/app/_components/base-url";
import { defineAction } from "@/lib/api/action";
import type { UserActor } from "@/lib/auth/actor";
import { can } from "@/lib/auth/authorize";
import { listMembers } from "@/lib/auth/queries/members";
import { listSuites } from "@/lib/evaluation/suites/queries";
import { listExperiments } from "@/lib/experiments/queries/experiments";
import { promptName } from "@/lib/registry/schema";
import { markRequests } from "@/lib/requests/commands/mark-requests";
import { noteRequests } from "@/lib/requests/commands/note-requests";
import { addNote, markRequest, removeNote } from "@/lib/requests/commands/notes";
import { removeView, saveView } from "@/lib/requests/commands/saved-views";
import { seeMentions, seeMentionsInput } from "@/lib/requests/commands/see-mentions";
import { shareRequest } from "@/lib/requests/commands/share-request";
import { isMentioned, listReaders } from "@/lib/requests/queries/note-mentions";
import { getRequestOrThrow } from "@/lib/requests/queries/request";
import { cursorAfter, listRequests } from "@/lib/requests/queries/requests";
import { previewShare } from "@/lib/requests/queries/shared-request";
import { getStepTextsOrThrow } from "@/lib/requests/queries/trace";
import {
  markInput,
  markManyInput,
  noteIdInput,
  noteInput,
  noteManyInput,
  requestFilterFields,
  savedViewInput,
  shareRequestInput,
} from "@/lib/requests/schema";

const filter = z.strictObject({
  ...requestFilterFields,
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
});
/** A cursor of a page, or the last row of the list. */
const after = z.union([
  z.string().max(2_000),
  z.strictObject({ at: z.iso.datetime(), id: z.string().max(200) }).transform(({ at, id }) => cursorAfter(at, id)),
]);

/** Returns the next page of the list. */
export const loadOlderRequests = defineAction(z.strictObject({ filter, after }), (actor, input) =>
  listRequests(actor, { ...input.filter, cursor: input.after, limit: 50 }),
);

/** Returns up to 100 of the newest requests since an instant. */
export const loadNewRequests = defineAction(
  z.strictObject({ filter, since: z.iso.datetime() }),
  (actor, { filter: { to: _, ...conditions }, since }) =>
    listRequests(actor, { ...conditions, from: since, limit: 100 }),
);

/**
 * Returns the suites of a prompt that requests can be added to, the members who can review them, and those who can read
 * them, whom a note can mention.
 */
async function readChoices(actor: UserActor, prompt: string, environment?: string) {
  const [suites, members, readers] = await Promise.all([
    can(actor, "suite:write") ? listSuites(actor, { prompt, limit: 50 }) : null,
    listMembers(actor, { limit: 100 }),
    listReaders(actor, environment),
  ]);
  return {
    readers,
    mentionable: readers.filter(({ id }) => id !== actor.userId),
    suites: suites?.items.map(({ id, name }) => ({ id, name })) ?? [],
    members: members.items.map(({ id, name }) => ({ id, name })),
  };
}

/** Returns the input and output of a step of a trace. */
export const readStep = defineAction(
  z.strictObject({ traceId: z.string().min(1).max(200), id: z.string().min(1).max(200) }),
  (actor, { traceId, id }) => getStepTextsOrThrow(actor, traceId, id),
);

/** Returns the suites and members for the selected requests of a prompt. */
export const readRequestChoices = defineAction(z.strictObject({ prompt: promptName }), (actor, { prompt }) =>
  readChoices(actor, prompt),
);

/** Returns the experiments to filter by, last changed first, with their variants. */
export const readExperimentChoices = defineAction(
  z.strictObject({ prompt: promptName.optional(), environment: z.string().min(1).max(63).optional() }),
  async (actor, place) => {
    const { items } = await listExperiments(actor, { ...place, limit: 100 });
    return items
      .filter(({ startedAt }) => startedAt !== null)
      .map(({ id, name, prompt, environment, variants }) => ({
        id,
        name,
        prompt,
        environment,
        variants: variants.map(({ key }) => key),
      }));
  },
);

/** Returns all details of one request and the permissions of this person. */
export const readRequest = defineAction(
  z.strictObject({ interactionId: z.string().min(1).max(200) }),
  async (actor, { interactionId }) => {
    const request = await getRequestOrThrow(actor, interactionId);
    const { prompt, environment } = request.interaction;
    const [choices, hasMention] = await Promise.all([
      readChoices(actor, prompt, environment),
      isMentioned(actor, interactionId),
    ]);
    return {
      ...request,
      ...choices,
      hasMention,
      canKeep: can(actor, "suite:write"),
      canWrite: can(actor, "review:write"),
      canShare: can(actor, "share:write"),
    };
  },
);

/** Returns what a link to a request would reveal. */
export const previewLink = defineAction(z.strictObject({ interactionId: z.string().min(1).max(200) }), (actor, input) =>
  previewShare(actor, input.interactionId),
);

/** Creates a link to a request. Its address is shown only once. */
export const shareLink = defineAction(shareRequestInput, async (actor, input) => {
  const { token, shown: _, ...link } = await shareRequest(actor, input);
  return { url: `${await baseUrl()}/shared/${token}`, link };
});

export const writeNote = defineAction(noteInput, addNote);
export const writeNotes = defineAction(noteManyInput, noteRequests);
/** Takes the notes about a request that mention this person out of their inbox. */
export const seeNotes = defineAction(seeMentionsInput, seeMentions);
export const deleteNote = defineAction(noteIdInput, removeNote);
export const changeMarks = defineAction(markInput, markRequest);
export const changeMarksOfMany = defineAction(markManyInput, markRequests);
export const keepView = defineAction(savedViewInput, saveView);
export const dropView = defineAction(z.strictObject({ id: z.guid() }), removeView);
