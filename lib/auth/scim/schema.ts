import { z } from "zod";

export const createScimTokenInput = z.strictObject({});

export const scimTokenIdInput = z.strictObject({ id: z.guid() });
export type ScimTokenIdInput = z.infer<typeof scimTokenIdInput>;
