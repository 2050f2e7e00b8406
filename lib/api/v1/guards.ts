import type { Endpoint } from "../endpoint";

export const guardEndpoints: readonly Endpoint[] = [];
