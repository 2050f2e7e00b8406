import type { UserActor } from "@/lib/auth/actor";
import type { EnvironmentView } from "@/lib/registry/queries/environments";
import type { PromptView } from "@/lib/registry/queries/prompts";

/** The props that every tab of the prompt page gets from the server. */
export type TabProps = {
  actor: UserActor;
  /** The workspace's slug, for links and actions. */
  workspace: string;
  prompt: PromptView;
  environments: EnvironmentView[];
  query: Record<string, string | string[] | undefined>;
};
