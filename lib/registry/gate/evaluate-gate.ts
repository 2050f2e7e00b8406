import type { GateFacts, RunFacts } from "./facts";
import { judgeVersion } from "./judge-version";
import type { GateResult } from "./result";
import { comparisonWords, findingWords, sensitivityWords } from "./words";

/** The gate result of a version, as pages and the API get it: the judgement and its sentences. Pure. */
export function evaluateGate(facts: GateFacts): GateResult {
  const { environment, version, liveVersion, suite, run, baseline } = facts;
  const { state, isCompared, findings, dimensions, comparison } = judgeVersion(facts);
  return {
    state,
    environment,
    version,
    suite,
    liveVersion: isCompared ? liveVersion : null,
    run: run && toGateRun(run),
    baseline: isCompared && baseline ? toGateRun(baseline) : null,
    dimensions,
    reasons: findings.map((finding) => ({
      dimension: "dimension" in finding ? finding.dimension : null,
      code: finding.code,
      message: findingWords(finding, facts),
    })),
    comparison: comparison && {
      fixed: comparison.fixed,
      broken: comparison.broken,
      same: comparison.same,
      p: comparison.p,
      sentence: comparisonWords(comparison),
      sensitivity: sensitivityWords(comparison),
    },
    brokenCases: isCompared ? facts.brokenCases : [],
  };
}

const toGateRun = ({ id, status, progress, finishedAt, repeats, isStandIn }: RunFacts) => ({
  id,
  status,
  progress,
  finishedAt,
  repeats,
  isStandIn,
});
