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
    description: "The mean score over cases by dimension, once the run is finished; null if nothing was measured.",
  }),
};

export const evaluationView = z.strictObject(fields).meta({ id: "Evaluation" });

export const evaluationDetail = z
  .strictObject({
    ...fields,
    details: runView.shape.dimensions,
    scorers,
    configHash,
    gate: gateResultView
      .nullable()
      .meta({ description: "The current gate result of the environment; null without an environment." }),
    cases: z.array(comparedCase).meta({ description: "The first 100 cases, broken cases first." }),
  })
  .meta({ id: "EvaluationDetail" });
