import { z } from "zod";
import { deleteUserData } from "@/lib/requests/commands/delete-user-data";
import { dataDeletionView, getDataDeletionOrThrow, listDataDeletions } from "@/lib/requests/queries/data-deletions";
import { deleteUserDataInput } from "@/lib/requests/schema";
import { saveContentPolicy } from "@/lib/telemetry/commands/save-content-policy";
import { contentPolicyChanges } from "@/lib/telemetry/content-policy-schema";
import { contentPolicyView, getContentPolicyOrThrow } from "@/lib/telemetry/queries/content-policies";
import { endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { environmentName, idPath } from "./fields";
import { pageOf } from "./schema";

const endpoint = endpointsOf("Privacy");

const environmentPath = z.strictObject({ name: environmentName });
const path = "/environments/{name}/content-policy";

export const privacyEndpoints = [
  endpoint({
    id: "getContentPolicy",
    method: "get",
    path,
    summary: "Get the content policy of an environment",
    permission: "prompt:read",
    params: environmentPath,
    answer: { status: 200, description: "The content policy.", schema: contentPolicyView },
    run: ({ actor, params: { name } }) => getContentPolicyOrThrow(actor, name),
  }),
  endpoint({
    id: "updateContentPolicy",
    method: "patch",
    path,
    summary: "Change the content policy of an environment",
    description:
      "The content policy says which inputs, outputs and comments are stored, what is replaced in them, and how long they are kept. A change applies to new events, within 30 seconds on every instance. A shorter retention also deletes older contents. Omitted fields do not change.",
    permission: "workspace:write",
    params: environmentPath,
    body: contentPolicyChanges,
    answer: { status: 200, description: "The content policy.", schema: contentPolicyView },
    errors: ["environment_not_allowed"],
    run: ({ actor, params: { name }, body }) => saveContentPolicy(actor, { environment: name, ...body }),
  }),
  endpoint({
    id: "deleteUserData",
    method: "delete",
    path: "/users/{id}/data",
    summary: "Delete the stored data of an application's user",
    description: [
      "Deletes the user's texts, comments, judges' explanations and notes, and replaces the user's id by a random name.",
      "Sums stay. A job does this within one hour, for all data that has arrived until then.",
      "If a deletion of this user is already running, the request returns it.",
      "The key needs all environments.",
    ].join(" "),
    permission: "workspace:write",
    params: z.strictObject({
      id: deleteUserDataInput.shape.userId.meta({ description: "The `userId` that the application sends." }),
    }),
    answer: { status: 202, description: "The deletion.", schema: dataDeletionView },
    errors: ["environment_not_allowed"],
    run: ({ actor, params: { id } }) => deleteUserData(actor, { userId: id }),
  }),
  endpoint({
    id: "listDataDeletions",
    method: "get",
    path: "/data-deletions",
    summary: "List deletions of users' data, newest first",
    permission: "workspace:write",
    query: z.strictObject({ userId: deleteUserDataInput.shape.userId.optional(), ...pageQuery }),
    answer: { status: 200, description: "A page of deletions.", schema: pageOf(dataDeletionView) },
    run: ({ actor, query: { userId, ...query } }) => listDataDeletions(actor, { userId, ...toPageRequest(query) }),
  }),
  endpoint({
    id: "getDataDeletion",
    method: "get",
    path: "/data-deletions/{id}",
    summary: "Get the deletion of a user's data",
    permission: "workspace:write",
    params: idPath,
    answer: { status: 200, description: "The deletion.", schema: dataDeletionView },
    run: ({ actor, params: { id } }) => getDataDeletionOrThrow(actor, id),
  }),
];
