import { z } from "zod";
import type { ProviderKind } from "@/lib/core/generated/prisma/enums";
import { offlineModel, type ProviderName, providerKinds } from "./types";

export const toKind = (name: ProviderName): ProviderKind => (name === "openai-compatible" ? "openai_compatible" : name);
export const toProviderName = (kind: ProviderKind): ProviderName =>
  kind === "openai_compatible" ? "openai-compatible" : kind;

const name = z
  .string()
  .trim()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    "A name consists of at most 64 letters, digits, dots, _ and -, as versions write it.",
  )
  .refine((text) => text !== offlineModel.provider, 'The name "offline" belongs to the offline model.');

const apiKey = z
  .string()
  .trim()
  .min(1, "The key is empty.")
  .max(4_000, "A key has at most 4,000 characters.")
  .regex(/^[\x21-\x7e]*$/, "A key has no spaces or line breaks inside. Copy the whole key again.");

const baseUrl = z
  .string()
  .trim()
  .max(500, "A base URL has at most 500 characters.")
  .regex(/^[^?#]*$/, "A base URL cannot contain ? or #: paths are added at its end.")
  .transform((text) => text.replace(/\/+$/, ""));

const maxConcurrency = z
  .int()
  .min(1, "At least 1.")
  .max(1_000, "At most 1,000.")
  .meta({ description: "The maximum number of concurrent calls for evaluations, by all instances together." });

/** A new connection. Versions refer to its name as `model.provider`. */
export const createConnectionInput = z
  .strictObject({
    provider: z.enum(providerKinds),
    name,
    baseUrl: baseUrl.optional(),
    apiKey: apiKey.optional(),
    maxConcurrency: maxConcurrency.optional(),
  })
  .superRefine(({ provider, baseUrl, apiKey }, ctx) => {
    const isOwn = provider === "openai-compatible";
    if (isOwn && !baseUrl)
      ctx.addIssue({ code: "custom", path: ["baseUrl"], message: "Enter the address of the server." });
    if (!isOwn && !apiKey) ctx.addIssue({ code: "custom", path: ["apiKey"], message: "Enter the key." });
  });
export type CreateConnectionInput = z.input<typeof createConnectionInput>;

/**
 * Changes to a connection. An omitted field is kept; `apiKey: null` removes the key; `baseUrl: null` restores the
 * provider's own address.
 */
export const updateConnectionInput = z.strictObject({
  id: z.uuid(),
  name: name.optional(),
  baseUrl: baseUrl.nullable().optional(),
  apiKey: apiKey.nullable().optional(),
  maxConcurrency: maxConcurrency.optional(),
});
export type UpdateConnectionInput = z.input<typeof updateConnectionInput>;

export const connectionIdInput = z.strictObject({ id: z.uuid() });
export type ConnectionIdInput = z.infer<typeof connectionIdInput>;
