import type { UserActor } from "@/lib/auth/actor";
import { keepWorkingDraft } from "@/lib/registry/commands/working-drafts";
import { getPromptOrThrow } from "@/lib/registry/queries/prompts";
import { getVersionOrThrow } from "@/lib/registry/queries/versions";
import type { DraftForm } from "@/lib/registry/working-draft";
import { type Content, isPlaceholder } from "@/lib/template/content";
import { plainText } from "@/lib/template/message-text";

const left = {
  name: "search/no-results",
  more: "\nWhen nothing fits, ask one question that would help to find it.",
};

/** Writes a working draft of the owner from yesterday, so that the editor has unsaved edits. */
export async function seedDrafts(owner: UserActor): Promise<void> {
  const { latestVersion } = await getPromptOrThrow(owner, left.name);
  const { content } = await getVersionOrThrow(owner, left.name, latestVersion);
  await keepWorkingDraft(owner, {
    name: left.name,
    draftCopyId: null,
    baseVersion: latestVersion,
    seenVersion: latestVersion,
    form: withMore(content),
    tab: "demo.page",
    over: null,
  });
}

/** Returns the content as the editor's form, with one more line in its first message. */
function withMore({ type, messages, variables = [], model }: Content): DraftForm {
  const { temperature, max_tokens: maxTokens } = model?.parameters ?? {};
  const number = (value: unknown) => (typeof value === "number" ? String(value) : "");
  return {
    type,
    entries: messages.map((entry, index) =>
      isPlaceholder(entry)
        ? { id: `m${index}`, kind: "slot", placeholder: entry.placeholder }
        : {
            id: `m${index}`,
            kind: "message",
            role: entry.role,
            content: plainText(entry.content) + (index === 0 ? left.more : ""),
          },
    ),
    variables: variables.map(({ name, type, required, description = "", default: value }) => ({
      name,
      type,
      required,
      description,
      defaultText: value === undefined ? null : typeof value === "string" ? value : JSON.stringify(value),
    })),
    model: {
      provider: model?.provider ?? "",
      name: model?.name ?? "",
      maxTokensKey: "max_tokens",
      other: "",
      temperature: number(temperature),
      maxTokens: number(maxTokens),
    },
    examples: [],
    removed: [],
    responseSchema: "",
    tools: "",
    pins: [],
  };
}
