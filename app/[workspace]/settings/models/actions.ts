"use server";

import { defineAction } from "@/lib/api/action";
import { createConnection, deleteConnection, updateConnection } from "@/lib/evaluation/models/commands/save-connection";
import { testConnection } from "@/lib/evaluation/models/commands/test-connection";
import { connectionIdInput, createConnectionInput, updateConnectionInput } from "@/lib/evaluation/models/schema";

/** Creates a connection. Its key is encrypted and not shown again. */
export const addConnection = defineAction(createConnectionInput, createConnection);

/** Changes name, URL or key. Omitted fields are kept. */
export const changeConnection = defineAction(updateConnectionInput, updateConnection);

/** Deletes a connection and its key. */
export const removeConnection = defineAction(connectionIdInput, deleteConnection);

/** Calls the provider with the stored key and returns whether it worked. */
export const tryConnection = defineAction(connectionIdInput, testConnection);
