/**
 * The statistics of experiments and guards: pure, without a clock or a random generator of their own. A is the first
 * side (control, previous), B the second (treatment, current). Differences are B − A. p-values are not rounded, down to
 * 1e-300.
 */
export { probabilityBest, probabilityBetter } from "./bayes";
export { certainDifference } from "./certain";
export { compareClusteredRates, compareRatios, ratioOf } from "./clustered";
export { normalQuantile, normalSurvival, normalTwoSided, tQuantile, tTwoSided } from "./distributions";
export { fisherExact } from "./fisher";
export { welchSpread, welchTest } from "./means";
export { sampleRatioMismatch, sequentialMismatch } from "./mismatch";
export { benjaminiHochberg, holm } from "./multiple";
export { anytimeP, logEvidenceOfShift, logEvidencePastLine } from "./odds-shift";
export { chiSquaredTest, compareProportions, newcombe, newcombeZ, wilson } from "./proportions";
export { detectableEffect, sampleSizeForMeans, sampleSizeForProportions } from "./sample-size";
export { normalSample } from "./samples";
export { mulberry32 } from "./seeded";
export { alwaysValid, alwaysValidErrors } from "./sequential";
export { summarize } from "./summary";
export type { Count, Interval } from "./types";
export { ucb1Scores } from "./ucb";
export { pastLineMean, pastLineProportion, worseMean, worseProportion } from "./worse";
