import { guardData } from "../data-fields";
import { defineAlert } from "../define-alert";
import { type GuardFacts, incidentPath } from "../words";

type Facts = GuardFacts & {
  /** critical: bad enough for a rollback. */
  level: "worse" | "critical";
};

export const guardWorse = defineAlert({
  kind: "guard.worse",
  severity: "warning",
  when: "a version is clearly worse than the previous one; critical when it is bad enough for a rollback",
  data: guardData,
  words(data, { level, findings }: Facts) {
    const { prompt, environment, version, baselineVersion } = data;
    const than = baselineVersion === null ? "" : ` than v${baselineVersion}`;
    return {
      severity: level === "critical" ? "critical" : "warning",
      title: `${prompt} v${version} is ${level === "critical" ? "much " : ""}worse${than} in ${environment}`,
      body: findings,
      path: incidentPath(data),
    };
  },
});
