/** The model that answers without a key. Its answers have no meaning. */
export const offlineModel = { provider: "offline", name: "understudy-offline" } as const;
