/** A prompt in an environment, by ids: what a deployment, a guard, a gate policy and an experiment belong to. */
export type PromptEnvironment = { promptId: string; environmentId: string };

/** The same with its workspace, as every `where` needs it. */
export type TenantPromptEnvironment = PromptEnvironment & { workspaceId: string };

/** The same by the names people know. */
export type PromptEnvironmentNames = { prompt: string; environment: string };

/** The key of a prompt in an environment in a map. */
export const promptEnvironmentKey = ({ promptId, environmentId }: PromptEnvironment): string =>
  `${promptId} ${environmentId}`;
