import { z } from "zod";
import { share } from "@/lib/core/view-fields";
import { comparedCase } from "@/lib/evaluation/comparison/views";
import { eachDimension } from "@/lib/evaluation/each-dimension";
import { runView } from "@/lib/evaluation/runs/types";
import { gateResultView } from "@/lib/registry/gate/result";

const { scorers, configHash, ...shown } = runView.shape;

/** A run without its cases, as in lists. Dimensions are plain numbers. */
const fields = {
  ...shown,
  dimensions: eachDimension(share.nullable()).meta({
    description: "The mean over cases, when it is finished; null: nothing was measured.",
  }),
};

export const evaluationView = z.strictObject(fields).meta({ id: "Evaluation" });

export const evaluationDetail = z
  .strictObject({
    ...fields,
    details: runView.shape.dimensions,
    scorers,
    configHash,
    gate: gateResultView.nullable().meta({ description: "The current result of the environment's gate." }),
    cases: z.array(comparedCase).meta({ description: "The first 100 cases, those that broke first." }),
  })
  .meta({ id: "EvaluationDetail" });
