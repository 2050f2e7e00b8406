import { z } from "zod";
import { count } from "@/lib/core/view-fields";
import { pullTools } from "./sources";

/** The limits of one step of a pull. */
export const pullLimits = {
  requests: 40,
  seconds: 20,
  answerBytes: 8 * 1024 * 1024,
  stepBytes: 3 * 1024 * 1024,
  filesPerCheck: 40,
} as const;

const secret = (what: string) => z.string().min(1, `${what} is missing.`).max(500);

/** The address and key of another tool. Neither is stored. */
export const pullInput = z
  .strictObject({
    tool: z.enum(pullTools),
    host: z.string().min(1, "Enter its address: https://…").max(500),
    key: secret("The key"),
    secret: secret("The secret key")
      .optional()
      .meta({ description: "For Langfuse, the secret key. `key` is then the public key." }),
    cursor: z
      .string()
      .max(200)
      .optional()
      .meta({ description: "The `cursor` of the last answer. Omit it in the first call." }),
    datasets: z.boolean().default(true),
  })
  .refine(({ tool, secret: second }) => tool !== "langfuse" || second !== undefined, {
    path: ["secret"],
    message: "The secret key is missing.",
  });
export type PullInput = z.input<typeof pullInput>;

/** The pulled files and their source. */
export const shadowInput = z.strictObject({
  tool: z.enum(pullTools),
  host: z.string().min(1).max(500),
  key: secret("The key"),
  secret: secret("The secret key").optional(),
  files: z
    .array(z.strictObject({ name: z.string().min(1).max(300), text: z.string() }))
    .min(1, "There is no file.")
    .max(pullLimits.filesPerCheck, `At most ${pullLimits.filesPerCheck} files at once.`),
});
export type ShadowInput = z.input<typeof shadowInput>;

const side = z
  .string()
  .nullable()
  .meta({ description: "The role and text of the message; null if there is no such message." });

/** What both sides would send, per prompt. */
export const shadowReport = z.strictObject({
  items: z.array(
    z.strictObject({
      name: z.string().meta({ description: "The name of the imported prompt." }),
      status: z.enum(["same", "different", "not_compared"]),
      reason: z.string().nullable().meta({ description: "Why the prompt was not compared." }),
      differences: z.array(z.strictObject({ message: z.int().min(0), theirs: side, ours: side })),
    }),
  ),
});
export type ShadowReport = z.infer<typeof shadowReport>;

/** The result of one step of a pull. */
export const pullStep = z.strictObject({
  files: z.array(z.strictObject({ name: z.string(), text: z.string(), prompts: count, versions: count })).meta({
    description: "The files. Send them as `files` to `/import/plan` and `/import`.",
  }),
  datasets: z.array(z.strictObject({ name: z.string(), text: z.string(), rows: count })).meta({
    description:
      "The rows as JSON Lines. Send them as `text` to `/suites/{id}/import`. A large dataset comes in several parts.",
  }),
  /** The number of entries of this list read so far. */
  done: count,
  total: count.nullable().meta({ description: "The number of prompts, if the tool returns it." }),
  cursor: z.string().nullable().meta({ description: "Send it with the next call; null at the end." }),
});
export type PullStep = z.infer<typeof pullStep>;
