import { promptPath } from "../../_components/paths";

/** The address of the settings of guards and scorers of a prompt in an environment. */
export const guardsPath = (workspace: string, prompt: string, environment: string): string =>
  promptPath(workspace, prompt, { tab: "settings", guards: environment });
