import type { Endpoint } from "../endpoint";

export const suiteEndpoints: readonly Endpoint[] = [];
