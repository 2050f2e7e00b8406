import type { Endpoint } from "../endpoint";

export const alertEndpoints: readonly Endpoint[] = [];
