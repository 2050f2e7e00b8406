import type { Endpoint } from "../endpoint";

export const changeRequestEndpoints: readonly Endpoint[] = [];
