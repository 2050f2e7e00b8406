"use server";

import { defineAction } from "@/lib/api/action";
import { createConnection, deleteConnection, updateConnection } from "@/lib/evaluation/models/commands/save-connection";
import { testConnection } from "@/lib/evaluation/models/commands/test-connection";
import { connectionIdInput, createConnectionInput, updateConnectionInput } from "@/lib/evaluation/models/schema";

/** Keeps a connection; its key is encrypted and not shown again. */
export const addConnection = defineAction(createConnectionInput, createConnection);

/** Changes name, address or key; what is left out stays. */
export const changeConnection = defineAction(updateConnectionInput, updateConnection);

/** Removes a connection and its key. */
export const removeConnection = defineAction(connectionIdInput, deleteConnection);

/** Calls the provider with the stored key; the answer says whether it worked. */
export const tryConnection = defineAction(connectionIdInput, testConnection);
