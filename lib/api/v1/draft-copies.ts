import type { Endpoint } from "../endpoint";

export const draftCopyEndpoints: readonly Endpoint[] = [];
