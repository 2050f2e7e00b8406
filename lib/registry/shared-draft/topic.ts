/** Under this topic processes tell each other that a shared draft changed; the payload is its id. */
export const sharedDraftsTopic = "shared-drafts";
