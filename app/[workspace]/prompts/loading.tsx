import { PromptLoading } from "./_components/prompt-loading";

/** Before the prompt is known: its header and its texts. */
export default function OpeningPrompt() {
  return <PromptLoading />;
}
