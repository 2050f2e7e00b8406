import { type Dimension, dimensions } from "@/lib/registry/gate/dimensions";
import type { GateResult } from "@/lib/registry/gate/result";
import type { RunView } from "../runs/types";
import type { Comparison } from "./queries/whole";

/** The result of a run in one dimension, beside its baseline and the minimum of the gate. */
export type DimensionLine = {
  dimension: Dimension;
  score: number | null;
  interval: [number, number] | null;
  baseline: number | null;
  minimum: number | null;
  passes: boolean | null;
  fixed: number;
  broken: number;
};

type RunWithGate = {
  run: Pick<RunView, "id" | "status" | "dimensions">;
  gate: Pick<GateResult, "run" | "dimensions"> | null;
  comparison: Pick<Comparison, "dimensions">;
};

/** The result of the gate applies only to the run that the gate uses. */
export function dimensionLines({ run, gate, comparison }: RunWithGate): DimensionLine[] {
  const isDeciding = gate?.run?.id === run.id && run.status === "finished";
  return dimensions.map((dimension) => {
    const own = comparison.dimensions[dimension];
    const gateDimension = isDeciding ? gate.dimensions.find((one) => one.dimension === dimension) : undefined;
    return {
      dimension,
      score: run.dimensions?.[dimension]?.score ?? own.score,
      interval: run.dimensions?.[dimension]?.interval ?? null,
      baseline: own.baselineScore,
      minimum: gateDimension?.minimum ?? null,
      passes: gateDimension?.passes ?? null,
      fixed: own.fixed,
      broken: own.broken,
    };
  });
}
