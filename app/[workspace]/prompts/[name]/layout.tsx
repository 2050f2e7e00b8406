import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { dropRefusalOf, movesOf } from "@/lib/registry/prompt-moves";
import { countOpenCopies } from "@/lib/registry/queries/draft-copies";
import { isSnippet } from "@/lib/registry/queries/snippets";
import { KeepRecent } from "../../_components/use-recent";
import { PromptCommands } from "./_components/names/prompt-commands";
import { openPrompt } from "./_components/open-prompt";
import { PromptHeader } from "./_components/prompt-header";

export async function generateMetadata({ params }: LayoutProps<"/[workspace]/prompts/[name]">) {
  return { title: decodeURIComponent((await params).name) };
}

/** The layout around every tab of a prompt. */
export default async function PromptLayout({ params, children }: LayoutProps<"/[workspace]/prompts/[name]">) {
  const { workspace, name } = await params;
  const actor = await requireActor(workspace);
  const { prompt, environments } = await openPrompt(workspace, name);
  const [isText, openCopies] = await Promise.all([isSnippet(actor, prompt.id), countOpenCopies(actor, prompt.id)]);
  return (
    <PromptHeader
      workspace={workspace}
      prompt={prompt}
      environments={environments}
      isSnippet={isText}
      openCopies={openCopies}
    >
      <KeepRecent name={prompt.name} />
      <PromptCommands
        name={prompt.name}
        latestVersion={prompt.latestVersion}
        isArchived={prompt.archivedAt !== null}
        canWrite={can(actor, "prompt:write")}
        dropRefusal={dropRefusalOf(actor, prompt, environments)}
        moves={movesOf(actor, prompt, environments)}
      />
      {children}
    </PromptHeader>
  );
}
