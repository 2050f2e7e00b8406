import type { Endpoint } from "../endpoint";

export const memberEndpoints: readonly Endpoint[] = [];
