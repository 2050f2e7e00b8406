import { promptPath } from "../../_components/paths";

/** Where the guard and the scorers of a prompt in an environment are set. */
export const guardsPath = (workspace: string, prompt: string, environment: string): string =>
  promptPath(workspace, prompt, { tab: "settings", guards: environment });
