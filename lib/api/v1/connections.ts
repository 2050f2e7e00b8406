import type { Endpoint } from "../endpoint";

export const connectionEndpoints: readonly Endpoint[] = [];
