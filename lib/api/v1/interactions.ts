import { z } from "zod";
import { addNote, markRequest, removeNote } from "@/lib/requests/commands/notes";
import { recordFirstRead } from "@/lib/requests/commands/record-read";
import { listPriceField, withListPrice } from "@/lib/requests/list-prices";
import { getMarksOrThrow, marksView } from "@/lib/requests/queries/marks";
import { listRequests, requestPage } from "@/lib/requests/queries/requests";
import { markInput, noteInput, requestFilterFields } from "@/lib/requests/schema";
import { interactionView } from "@/lib/telemetry/interaction-row";
import { getInteractionOrThrow } from "@/lib/telemetry/queries/interactions";
import { created, ok } from "../answer";
import { endpointsOf } from "../endpoint";
import { exportFormats, exportRequestFile } from "../exports";
import { fileTypes } from "../file-headers";
import { pageQuery, toPageRequest } from "../pagination";
import { id, instant, interactionPath } from "./fields";

const endpoint = endpointsOf("Events");

const interactionDetail = interactionView
  .extend({ pricedUsd: listPriceField, input: z.unknown(), output: z.unknown() })
  .meta({ id: "InteractionDetail" });

const filters = {
  ...requestFilterFields,
  from: instant.optional(),
  to: instant.optional().meta({ description: "Only before this time." }),
};
const listQuery = z.strictObject({ ...filters, ...pageQuery });
const exportQuery = z.strictObject({ ...filters, format: z.enum(exportFormats) });

const notePath = interactionPath.extend({ noteId: id });
const filterErrors = ["invalid_name", "not_found", "environment_not_allowed"] as const;

export const interactionEndpoints = [
  endpoint({
    id: "exportInteractions",
    method: "get",
    path: "/interactions/export",
    summary: "Export the interactions that match the filters, with their texts, as CSV or JSON Lines",
    description:
      "The answer is streamed, newest interaction first. The export is recorded in the audit log. In CSV, a cell that a spreadsheet would read as a formula begins with an apostrophe.",
    permission: "interaction:read",
    isFile: true,
    query: exportQuery,
    answer: {
      status: 200,
      description: "The interactions.",
      schema: z.unknown(),
      contentTypes: exportFormats.map((format) => fileTypes[format]),
    },
    errors: filterErrors,
    async handle({ actor, query: { format, ...filter } }) {
      const { body, headers } = await exportRequestFile(actor, { format, filter });
      return ok(body, headers);
    },
  }),
  endpoint({
    id: "listInteractions",
    method: "get",
    path: "/interactions",
    summary: "List interactions, newest first",
    description: [
      "Each interaction includes its feedback and scores. An interaction must match all filters.",
      "Filters that exclude each other get 422.",
      "Some filters have no index; then each page searches for a limited time.",
      "Such a page may be short, and `nextCursor` continues the search.",
    ].join(" "),
    permission: "interaction:read",
    query: listQuery,
    answer: { status: 200, description: "A page of interactions.", schema: requestPage },
    errors: [...filterErrors],
    run: ({ actor, query: { limit, cursor, ...filter } }) =>
      listRequests(actor, { ...filter, ...toPageRequest({ limit, cursor }) }),
  }),
  endpoint({
    id: "getInteraction",
    method: "get",
    path: "/interactions/{id}",
    summary: "Get an interaction with its input and output",
    permission: "interaction:read",
    params: interactionPath,
    answer: { status: 200, description: "The interaction.", schema: interactionDetail },
    async handle({ actor, params }) {
      const interaction = await getInteractionOrThrow(actor, params.id);
      await recordFirstRead(actor);
      return ok(withListPrice(interaction));
    },
  }),
  endpoint({
    id: "getInteractionMarks",
    method: "get",
    path: "/interactions/{id}/marks",
    summary: "Get an interaction's labels, notes and review",
    permission: "interaction:read",
    params: interactionPath,
    answer: { status: 200, description: "The labels, notes and review of the interaction.", schema: marksView },
    handle: async ({ actor, params }) => ok(await getMarksOrThrow(actor, params.id)),
  }),
  endpoint({
    id: "markInteraction",
    method: "patch",
    path: "/interactions/{id}/marks",
    summary: "Label an interaction, ask a member to review it, or mark it as reviewed",
    permission: "review:write",
    params: interactionPath,
    body: markInput.omit({ interactionId: true }),
    answer: { status: 200, description: "The labels, notes and review of the interaction.", schema: marksView },
    errors: ["invalid_id"],
    handle: async ({ actor, params, body }) => ok(await markRequest(actor, { ...body, interactionId: params.id })),
  }),
  endpoint({
    id: "addInteractionNote",
    method: "post",
    path: "/interactions/{id}/notes",
    summary: "Add a note to an interaction",
    description:
      "Members whom the note names with @ and their full name are told, in their inbox and by message, if they may read the interaction.",
    permission: "review:write",
    params: interactionPath,
    body: noteInput.omit({ interactionId: true }),
    idempotency: "unstored",
    answer: { status: 201, description: "The labels, notes and review of the interaction.", schema: marksView },
    errors: ["invalid_state"],
    handle: async ({ actor, params, body }) => created(await addNote(actor, { ...body, interactionId: params.id })),
  }),
  endpoint({
    id: "removeInteractionNote",
    method: "delete",
    path: "/interactions/{id}/notes/{noteId}",
    summary: "Remove your own note",
    permission: "review:write",
    params: notePath,
    answer: { status: 200, description: "The labels, notes and review of the interaction.", schema: marksView },
    handle: async ({ actor, params }) => ok(await removeNote(actor, { interactionId: params.id, id: params.noteId })),
  }),
];
