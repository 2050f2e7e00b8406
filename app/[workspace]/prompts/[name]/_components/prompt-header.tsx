import { Pencil } from "lucide-react";
import type { ReactNode } from "react";
import { promptPath, withQuery } from "@/app/[workspace]/_components/paths";
import { WaitingRegion } from "@/app/[workspace]/_components/skeletons/waiting-region";
import { PageLayout } from "@/components/layout/page-layout";
import { MiniLanes, Subbar } from "@/components/layout/subbar";
import type { Crumb } from "@/components/layout/topbar";
import { Button } from "@/components/ui/button";
import { VersionChip } from "@/components/ui/status";
import { capitalize } from "@/lib/core/words";
import { inLaneOrder } from "@/lib/registry/environment-order";
import { chipStatus } from "@/lib/registry/lanes";
import type { EnvironmentView } from "@/lib/registry/queries/environments";
import type { PromptView } from "@/lib/registry/queries/prompts";
import { Star } from "../../_components/star";
import { ArchivedCallout } from "./archived-callout";
import { ExceptOnTab } from "./on-tab";
import { PromptTabs } from "./prompt-tabs";

type Props = {
  workspace: string;
  prompt: PromptView;
  environments: EnvironmentView[];
  isSnippet: boolean;
  openCopies: number;
  children: ReactNode;
};

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
      label: capitalize(environment.name),
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

/** The header above every tab of a prompt. The editor fills `#prompt-state` and `#prompt-actions`. */
export function PromptHeader({ workspace, prompt, environments, isSnippet, openCopies, children }: Props) {
  return (
    <PageLayout
      crumbs={crumbsOf(workspace, prompt.name)}
      state={
        <>
          <Star name={prompt.name} />
          <div id="prompt-state" className="contents" />
        </>
      }
      actions={
        <>
          <div id="prompt-actions" className="contents" />
          <ExceptOnTab tab="edit">
            <Button icon={<Pencil />} href={promptPath(workspace, prompt.name)}>
              Edit
            </Button>
          </ExceptOnTab>
        </>
      }
      tabs={
        <Subbar
          tabs={<PromptTabs name={prompt.name} isSnippet={isSnippet} openCopies={openCopies} />}
          end={
            <ExceptOnTab tab="history">
              <MiniLanesOf prompt={prompt} environments={environments} />
            </ExceptOnTab>
          }
        />
      }
      flush
    >
      {prompt.archivedAt ? <ArchivedCallout name={prompt.name} archivedAt={prompt.archivedAt} /> : null}
      <WaitingRegion frame="prompt">{children}</WaitingRegion>
    </PageLayout>
  );
}
