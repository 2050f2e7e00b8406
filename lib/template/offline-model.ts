/** The model that answers without a key, and without meaning it. */
export const offlineModel = { provider: "offline", name: "understudy-offline" } as const;
