import { z } from "zod";
import { createConnection, deleteConnection, updateConnection } from "@/lib/evaluation/models/commands/save-connection";
import { testConnection } from "@/lib/evaluation/models/commands/test-connection";
import { connectionView, listConnections } from "@/lib/evaluation/models/queries";
import { createConnectionInput, updateConnectionInput } from "@/lib/evaluation/models/schema";
import { type Endpoint, endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { idPath } from "./fields";
import { pageOf } from "./schema";

const endpoint = endpointsOf("Model providers");

export const connectionEndpoints: readonly Endpoint[] = [
  endpoint({
    id: "listConnections",
    method: "get",
    path: "/connections",
    summary: "List connections to model providers by name",
    permission: "connection:write",
    query: z.strictObject(pageQuery),
    answer: { status: 200, description: "A page of connections, without their keys.", schema: pageOf(connectionView) },
    run: ({ actor, query }) => listConnections(actor, toPageRequest(query)),
  }),
  endpoint({
    id: "createConnection",
    method: "post",
    path: "/connections",
    summary: "Connect a model provider",
    description:
      "The key is stored encrypted and never shown again. The kind `openai-compatible` needs a `baseUrl`, and its key is optional. All other kinds need a key.",
    permission: "connection:write",
    body: createConnectionInput,
    idempotency: "stored",
    answer: { status: 201, description: "The connection, without its key.", schema: connectionView },
    errors: ["already_exists", "invalid_state", "url_not_allowed"],
    run: ({ actor, body }) => createConnection(actor, body),
  }),
  endpoint({
    id: "updateConnection",
    method: "patch",
    path: "/connections/{id}",
    summary: "Change a connection, or replace its key",
    description: "Omitted fields do not change. If the new `baseUrl` is on another server, send the key again.",
    permission: "connection:write",
    params: idPath,
    body: updateConnectionInput.omit({ id: true }),
    answer: { status: 200, description: "The connection, without its key.", schema: connectionView },
    errors: ["already_exists", "invalid_state", "url_not_allowed"],
    run: ({ actor, params: { id }, body }) => updateConnection(actor, { id, ...body }),
  }),
  endpoint({
    id: "deleteConnection",
    method: "delete",
    path: "/connections/{id}",
    summary: "Delete a connection and its key",
    permission: "connection:write",
    params: idPath,
    answer: { status: 200, description: "The removed connection.", schema: connectionView },
    run: ({ actor, params }) => deleteConnection(actor, params),
  }),
  endpoint({
    id: "testConnection",
    method: "post",
    path: "/connections/{id}/test",
    summary: "Test a connection to a model provider",
    description:
      "Asks the provider for its list of models with the stored key. The call is free of charge. The outcome is in `lastTest`, also if the call failed.",
    permission: "connection:write",
    params: idPath,
    answer: { status: 200, description: "The connection with the result of the test.", schema: connectionView },
    run: ({ actor, params }) => testConnection(actor, params),
  }),
];
