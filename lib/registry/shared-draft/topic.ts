/** The topic on which processes announce changes of a shared draft. The payload is its id. */
export const sharedDraftsTopic = "shared-drafts";
