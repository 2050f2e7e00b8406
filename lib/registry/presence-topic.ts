/** The topic on which processes announce that a tab opened a prompt, or shared its draft. */
export const presenceTopic = "presences";

/** The payload: the prompt, and the tab that knows already. */
export const presenceHint = (promptId: string, tab: string) => `${promptId} ${tab}`;

/** Whether a hint concerns another tab of this prompt. Pure. */
export function isHintFor(hint: string, { promptId, tab }: { promptId: string; tab: string }): boolean {
  return hint.startsWith(`${promptId} `) && hint !== presenceHint(promptId, tab);
}
