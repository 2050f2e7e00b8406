import { z } from "zod";
import { codedIssue } from "@/lib/core/validation";
import { promptName } from "@/lib/registry/schema";
import { fieldErrors } from "../field-errors";

const earliest = Date.UTC(2000, 0, 1);
const latest = Date.UTC(2100, 0, 1);
const dateTime = z.iso.datetime({ offset: true });

/**
 * A time with its offset. A "+" that was decoded as a space (because the query did not encode it) is accepted as "+".
 */
export const instant = z
  .string()
  .overwrite((text) => text.replace(/ (?=\d\d:\d\d$)/, "+"))
  .superRefine((text, ctx) => {
    if (!dateTime.safeParse(text).success)
      ctx.addIssue({ code: "custom", message: "Write an instant such as 2026-01-31T14:05:00Z." });
    else if (new Date(text).getTime() < earliest || new Date(text).getTime() >= latest)
      ctx.addIssue(codedIssue("timestamp_out_of_range", "The instant lies between 2000 and 2100."));
  })
  .meta({ format: "date-time" })
  .register(fieldErrors, { code: "timestamp_out_of_range" });

type Time = { from?: string | undefined; to?: string | undefined };

/** Refuses a query whose time ends before it begins. */
export function timeInOrder({ from, to }: Time, ctx: z.RefinementCtx): void {
  if (from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to))
    ctx.addIssue({ code: "custom", path: ["to"], message: "It is not after from." });
}

/** The id of a resource. */
export const id = z
  .string()
  .superRefine((text, ctx) => {
    if (!z.guid().safeParse(text).success) ctx.addIssue(codedIssue("invalid_id", "The id is a UUID."));
  })
  .meta({ format: "uuid" })
  .register(fieldErrors, { code: "invalid_id" });

/** The versions of one draft copy, or "main" for those of the prompt itself. */
export const draftCopyFilter = z
  .string()
  .superRefine((text, ctx) => {
    if (text !== "main" && !z.guid().safeParse(text).success)
      ctx.addIssue(codedIssue("invalid_id", 'Write the id of a draft copy, or "main".'));
  })
  .meta({ description: "The id of a draft copy, or `main` for the prompt's own versions. Default: all versions." })
  .register(fieldErrors, { code: "invalid_id" });

/** The number of a version in a path or query. */
export const versionText = z
  .string()
  .superRefine((text, ctx) => {
    if (!/^[1-9]\d{0,9}$/.test(text) || Number(text) > 2_147_483_647)
      ctx.addIssue(codedIssue("invalid_id", "A version is a whole number from 1."));
  })
  .meta({ type: "integer", minimum: 1 })
  .register(fieldErrors, { code: "invalid_id" });

/** "true" or "false" in a query. */
export const flag = z.enum(["true", "false"]).meta({ type: "boolean", enum: undefined });

/** The name of an environment. */
export const environmentName = z.string().min(1).max(63).register(fieldErrors, { code: null });

/** The user for whom an application resolves. */
export const userId = z.string().min(1, "The user id is not empty.").max(200, "A user id has at most 200 characters.");

/** The name of a prompt. Fields with another description are copies of it and keep its error code. */
fieldErrors.add(promptName, { code: "invalid_name" });

const nameInPath = promptName.meta({
  description: "The prompt's name, URL-encoded (support%2Ftriage), or its id.",
});

/** `{name}` */
export const promptPath = z.strictObject({ name: nameInPath });

/** `{name}` and `{environment}` */
export const promptEnvironmentPath = promptPath.extend({ environment: environmentName });

/** `{name}` and `{version}` */
export const versionPath = z.strictObject({ name: nameInPath, version: versionText });

/** `{id}` */
export const idPath = z.strictObject({ id });

/** `{name}` and `{id}` */
export const namedIdPath = z.strictObject({ name: nameInPath, id });

const requestNumber = z
  .string()
  .superRefine((text, ctx) => {
    if (!/^[1-9]\d{0,9}$/.test(text) || Number(text) > 2_147_483_647)
      ctx.addIssue(codedIssue("invalid_id", "A change request has a whole number from 1."));
  })
  .meta({ type: "integer", minimum: 1 })
  .register(fieldErrors, { code: "invalid_id" });

/** `{number}` of a change request */
export const changeRequestPath = z.strictObject({ number: requestNumber });

/** `{number}` and the `{id}` of a comment on it */
export const changeCommentPath = z.strictObject({ number: requestNumber, id });

/** The revision of a suite in a query. */
export const revisionText = z
  .string()
  .regex(/^\d{1,9}$/, "A revision is a whole number from 0.")
  .meta({ type: "integer", minimum: 0, description: "The revision of the cases. Default: the current revision." });

/** The interaction in a path. */
export const interactionPath = z.strictObject({
  id: z
    .string()
    .min(1)
    .max(200)
    .meta({ description: "The `X-Interaction-Id` from resolve, or the id that the application chose." })
    .register(fieldErrors, { code: null }),
});
