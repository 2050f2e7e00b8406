import { notFound, redirect } from "next/navigation";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { countOpenCopies } from "@/lib/registry/queries/draft-copies";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { getPrompt } from "@/lib/registry/queries/prompts";
import { isSnippet } from "@/lib/registry/queries/snippets";
import { promptPath } from "../../_components/paths";
import { CopiesTab } from "./_components/copies/copies-tab";
import { EditTab } from "./_components/edit/edit-tab";
import { EvaluationsTab } from "./_components/evaluations/evaluations-tab";
import { ExperimentsTab } from "./_components/experiments/experiments-tab";
import { HistoryTab } from "./_components/history/history-tab";
import { PromptCommands } from "./_components/names/prompt-commands";
import { dropRefusalOf, movesOf } from "./_components/names/prompt-moves";
import { PlaygroundTab } from "./_components/playground/playground-tab";
import { PromptHeader } from "./_components/prompt-header";
import { SettingsTab } from "./_components/settings/settings-tab";
import { UseTab } from "./_components/use/use-tab";
import { UsesTab } from "./_components/uses/uses-tab";

type Props = {
  params: Promise<{ workspace: string; name: string[] }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const tabs = {
  edit: EditTab,
  playground: PlaygroundTab,
  history: HistoryTab,
  experiments: ExperimentsTab,
  evaluations: EvaluationsTab,
  copies: CopiesTab,
  use: UseTab,
  settings: SettingsTab,
  uses: UsesTab,
};
export type PromptTab = keyof typeof tabs;

const isTab = (value: unknown): value is PromptTab => typeof value === "string" && value in tabs;

/** The address's parameters, each once. */
const oneEach = (query: Record<string, string | string[] | undefined>) =>
  Object.fromEntries(
    Object.entries(query).flatMap(([key, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      return first === undefined ? [] : [[key, first]];
    }),
  );

export async function generateMetadata({ params }: Props) {
  const { name } = await params;
  return { title: name.map(decodeURIComponent).join("/") };
}

/** One prompt: edit, history, use in an app, settings. */
export default async function PromptPage({ params, searchParams }: Props) {
  const [{ workspace, name }, query] = await Promise.all([params, searchParams]);
  const actor = await requireActor(workspace);
  const asked = name.map(decodeURIComponent).join("/");
  const [prompt, environments] = await Promise.all([getPrompt(actor, asked), listEnvironments(actor)]);
  if (!prompt) notFound();
  if (prompt.name !== asked) redirect(promptPath(workspace, prompt.name, oneEach(query)));
  const tab = isTab(query.tab) ? query.tab : "edit";
  const Tab = tabs[tab];
  const [isText, openCopies] = await Promise.all([isSnippet(actor, prompt.id), countOpenCopies(actor, prompt.id)]);
  return (
    <PromptHeader
      workspace={workspace}
      prompt={prompt}
      environments={environments}
      tab={tab}
      isSnippet={isText}
      openCopies={openCopies}
    >
      <PromptCommands
        workspace={workspace}
        tab={tab}
        name={prompt.name}
        latestVersion={prompt.latestVersion}
        isArchived={prompt.archivedAt !== null}
        canWrite={can(actor, "prompt:write")}
        dropRefusal={dropRefusalOf(actor, prompt, environments)}
        moves={movesOf(actor, prompt, environments)}
      />
      <Tab actor={actor} workspace={workspace} prompt={prompt} environments={environments} query={query} />
    </PromptHeader>
  );
}
