import type { Endpoint } from "../endpoint";

export const renameEndpoints: readonly Endpoint[] = [];
