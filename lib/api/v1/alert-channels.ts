import type { Endpoint } from "../endpoint";

export const alertChannelEndpoints: readonly Endpoint[] = [];
