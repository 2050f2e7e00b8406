import { ChangedText } from "@/components/diff/changed-text";
import type { CommentView, SuggestionView } from "@/lib/registry/change-request-views";
import { diffText } from "@/lib/registry/text-diff";

/** The line before and after the suggestion, with the changed words marked. */
function SuggestedText({ quote, suggestion }: { quote: string; suggestion: SuggestionView }) {
  const { act, text } = suggestion;
  const rows = diffText(act === "insert" ? null : quote, act === "remove" ? null : text).lines;
  return (
    <ChangedText
      rows={rows}
      labels={{ before: "Instead of", after: "Suggested" }}
      className="my-1.5 font-mono text-12 leading-5"
    />
  );
}

/** The texts of all suggestions, by the id of their comment. */
export const suggestedTexts = (comments: readonly CommentView[]) =>
  Object.fromEntries(
    comments.flatMap(({ id, quote, suggestion }) =>
      suggestion ? [[id, <SuggestedText key={id} quote={quote} suggestion={suggestion} />]] : [],
    ),
  );
