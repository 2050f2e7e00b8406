/** A prompt in an environment, by ids. Deployments, guards, gate policies and experiments belong to one. */
export type PromptEnvironment = { promptId: string; environmentId: string };

/** The ids with the workspace, which every `where` needs. */
export type TenantPromptEnvironment = PromptEnvironment & { workspaceId: string };

/** A prompt in an environment, by names. */
export type PromptEnvironmentNames = { prompt: string; environment: string };

/** The map key of a prompt in an environment. */
export const promptEnvironmentKey = ({ promptId, environmentId }: PromptEnvironment): string =>
  `${promptId} ${environmentId}`;
