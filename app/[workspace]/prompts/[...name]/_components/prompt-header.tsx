import { Pencil } from "lucide-react";
import type { ReactNode } from "react";
import { Main } from "@/components/layout/main";
import { MiniLanes, Subbar } from "@/components/layout/subbar";
import { type Crumb, Topbar } from "@/components/layout/topbar";
import { Button } from "@/components/ui/button";
import { VersionChip } from "@/components/ui/status";
import { TabLinks } from "@/components/ui/tab-links";
import type { EnvironmentView } from "@/lib/registry/queries/environments";
import type { PromptView } from "@/lib/registry/queries/prompts";
import { promptPath, withQuery } from "../../../_components/paths";
import { ArchivedCallout } from "./archived-callout";
import { chipStatus, environmentTitle, inLaneOrder } from "./environment-words";

export type PromptTab =
  | "edit"
  | "playground"
  | "history"
  | "experiments"
  | "evaluations"
  | "copies"
  | "use"
  | "settings"
  | "uses";

type Props = {
  workspace: string;
  prompt: PromptView;
  environments: EnvironmentView[];
  tab: PromptTab;
  /** Other prompts put it in, or may: then it says which. */
  isSnippet: boolean;
  openCopies: number;
  children: ReactNode;
};

const tabs: { id: PromptTab; label: string }[] = [
  { id: "edit", label: "Edit" },
  { id: "playground", label: "Playground" },
  { id: "history", label: "History" },
  { id: "experiments", label: "Experiments" },
  { id: "evaluations", label: "Evaluations" },
  { id: "copies", label: "Draft copies" },
  { id: "use", label: "Use in your app" },
  { id: "uses", label: "Used by" },
  { id: "settings", label: "Settings" },
];

function crumbsOf(workspace: string, name: string): Crumb[] {
  const list = `/${workspace}/prompts`;
  const parts = name.split("/");
  const folders = parts.slice(0, -1).map((label, index) => ({
    label,
    href: withQuery(list, { folder: parts.slice(0, index + 1).join("/") }),
  }));
  return [{ label: "Prompts", href: list }, ...folders, { label: parts.at(-1) ?? name }];
}

function MiniLanesOf({ prompt, environments }: Pick<Props, "prompt" | "environments">) {
  const lanes = inLaneOrder(environments).map((environment) => {
    const live = prompt.deployments.find((deployment) => deployment.environment === environment.name);
    return {
      id: environment.id,
      label: environmentTitle(environment.name),
      chip: live ? (
        <VersionChip
          number={live.version}
          status={chipStatus(environment, live)}
          share={live.control ? 1 - live.control.share : undefined}
          className="text-12"
        />
      ) : (
        <span className="text-fg-subtle">none</span>
      ),
    };
  });
  return <MiniLanes lanes={lanes} />;
}

/** What stands above every tab of a prompt. The editor fills `#prompt-state` and `#prompt-actions`. */
export function PromptHeader({ workspace, prompt, environments, tab, isSnippet, openCopies, children }: Props) {
  const href = (id: PromptTab) => promptPath(workspace, prompt.name, { tab: id });
  return (
    <>
      <Topbar
        crumbs={crumbsOf(workspace, prompt.name)}
        state={<div id="prompt-state" className="contents" />}
        actions={
          <>
            <div id="prompt-actions" className="contents" />
            {tab === "edit" ? null : (
              <Button icon={<Pencil />} href={href("edit")}>
                Edit
              </Button>
            )}
          </>
        }
      />
      <Subbar
        tabs={
          <TabLinks
            label="Prompt"
            items={tabs
              .filter(({ id }) => id !== "uses" || isSnippet || tab === "uses")
              .map(({ id, label }) => ({
                href: href(id),
                label,
                isCurrent: id === tab,
                ...(id === "copies" && openCopies > 0 && { count: openCopies }),
              }))}
          />
        }
        end={tab === "history" ? null : <MiniLanesOf prompt={prompt} environments={environments} />}
      />
      <Main flush>
        {prompt.archivedAt ? (
          <ArchivedCallout workspace={workspace} name={prompt.name} archivedAt={prompt.archivedAt} />
        ) : null}
        {children}
      </Main>
    </>
  );
}
