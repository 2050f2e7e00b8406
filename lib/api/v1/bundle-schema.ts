import { z } from "zod";
import { share } from "@/lib/core/view-fields";
import { contentView } from "@/lib/registry/content-view";

const version = {
  versionId: z.string(),
  version: z.int().min(1),
  contentHash: z.string(),
  content: contentView.omit({ snippets: true }),
};

const experiment = z.strictObject({
  id: z.string(),
  phase: z.int().min(1),
  batch: z.int().min(1),
  seed: z.string(),
  trafficShare: share,
  group: z.strictObject({ name: z.string(), ranges: z.array(z.tuple([share, share])) }).nullable(),
  variants: z.array(z.strictObject({ key: z.string(), version: z.int().min(1), weight: share })),
  versions: z
    .array(z.strictObject(version))
    .meta({ description: "The versions of the experiment, without the released version." }),
});

const control = z
  .strictObject({
    seed: z.string(),
    share,
    until: z.number().meta({ description: "The end of the holdback: milliseconds since 1970, by the server's clock." }),
    ...version,
  })
  .meta({ description: "The holdback: the previous version, the share of users who keep it, and its end." });

const bundlePrompt = z
  .strictObject({
    promptId: z.string(),
    name: z.string(),
    aliases: z
      .array(z.string())
      .optional()
      .meta({ description: "Former names, which clients can still use for this prompt." }),
    ...version,
    experiment: experiment.optional(),
    control: control.optional(),
  })
  .meta({ id: "BundlePrompt" });

/** Everything that is released in an environment. */
export const bundleView = z
  .strictObject({
    hash: z.string().meta({ description: "The SHA-256 hash (hexadecimal) of the JSON text of `bundle`." }),
    bundle: z.strictObject({
      format: z.literal(1),
      environment: z.string(),
      folder: z.string().nullable(),
      prompts: z.array(bundlePrompt).meta({ description: "The live prompts, sorted by name." }),
    }),
  })
  .meta({ id: "Bundle" });
