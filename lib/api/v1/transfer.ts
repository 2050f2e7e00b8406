import type { Endpoint } from "../endpoint";

export const transferEndpoints: readonly Endpoint[] = [];
