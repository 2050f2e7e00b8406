import type { Endpoint } from "../endpoint";

export const qualityEndpoints: readonly Endpoint[] = [];
