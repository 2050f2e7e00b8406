import * as z from "zod/mini";
import { needed, typed, typedOrNone } from "../form-schema";

const whole = (text: string, most: number) =>
  /^\d{1,3}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= most ? Number(text) : null;
const amount = (text: string) => (Number(text) > 0 ? Number(text) : null);

/** Converts the fields to the request for an evaluation. */
export const runSchema = z.pipe(
  z.object({
    prompt: needed("Choose a prompt."),
    version: needed("Choose a version."),
    suite: needed("Choose a suite."),
    model: z.string(),
    repeats: typed((text) => whole(text, 10), "From 1 to 10"),
    concurrency: typed((text) => whole(text, 100), "From 1 to 100"),
    budget: typedOrNone(amount, "An amount such as 2.50"),
    baseline: z.string(),
  }),
  z.transform(({ version, model, budget, baseline, ...fields }) => {
    const slash = model.indexOf("/");
    return {
      ...fields,
      version: Number(version),
      ...(slash > 0 && { model: { provider: model.slice(0, slash), name: model.slice(slash + 1) } }),
      ...(budget !== null && { budgetUsd: budget }),
      ...(baseline !== "" && { baselineVersion: Number(baseline) }),
    };
  }),
);
