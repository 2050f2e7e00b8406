import type { Endpoint } from "../endpoint";

export const onlineEvaluationEndpoints: readonly Endpoint[] = [];
