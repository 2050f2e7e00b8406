import type { ComponentType, ReactNode } from "react";
import CasesLoading from "@/app/[workspace]/evaluations/suites/[id]/(cases)/loading";
import SuiteHistoryLoading from "@/app/[workspace]/evaluations/suites/[id]/history/loading";
import ScorersLoading from "@/app/[workspace]/evaluations/suites/[id]/scorers/loading";
import { TabLoading } from "@/app/[workspace]/prompts/_components/prompt-loading";
import { PageLayout } from "@/components/layout/page-layout";
import { Loading, SkeletonBars } from "@/components/ui/skeleton";
import { decodeSafely } from "@/lib/core/decode-safely";
import ChangeLoading from "../../changes/[number]/loading";
import RunsLoading from "../../evaluations/(list)/loading";
import SuitesLoading from "../../evaluations/(list)/suites/loading";
import RunLoading from "../../evaluations/runs/[id]/loading";
import ExperimentsLoading from "../../experiments/(list)/loading";
import ExperimentLoading from "../../experiments/[id]/(results)/loading";
import DecisionsLoading from "../../experiments/decisions/loading";
import TrustLoading from "../../experiments/trust/loading";
import InboxLoading from "../../inbox/loading";
import { PromptsLoading } from "../../prompts/_components/prompts-loading";
import QualityLoading from "../../quality/(list)/loading";
import ReleasesLoading from "../../releases/loading";
import RequestsLoading from "../../requests/loading";
import { SettingsLoading, SettingsPageLoading } from "../../settings/_components/settings-loading";
import StartLoading from "../../start/loading";
import TimeMachineLoading from "../../time-machine/loading";
import UsageLoading from "../../usage/loading";
import UseLoading from "../../use/loading";
import type { Frame } from "./frame-between";

/** Pages with a skeleton of their own, by their address within the workspace. */
const skeletons: Record<string, ComponentType> = {
  inbox: InboxLoading,
  evaluations: RunsLoading,
  "evaluations/suites": SuitesLoading,
  experiments: ExperimentsLoading,
  "experiments/decisions": DecisionsLoading,
  "experiments/trust": TrustLoading,
  quality: QualityLoading,
  requests: RequestsLoading,
  releases: ReleasesLoading,
  usage: UsageLoading,
  "time-machine": TimeMachineLoading,
  start: StartLoading,
  use: UseLoading,
};

/** Detail pages, by prefix of their address within the workspace. The first match is used. */
const details: readonly (readonly [address: string, skeleton: (rest: string) => ReactNode])[] = [
  ["prompts/", (name) => <PromptsLoading name={name} />],
  ["changes/", () => <ChangeLoading />],
  ["evaluations/runs/", () => <RunLoading />],
  ["evaluations/suites/", () => <DetailLoading above="Evaluations" title="Suite" hasTabs />],
  ["experiments/new", () => <DetailLoading above="Experiments" title="New experiment" />],
  ["experiments/", () => <ExperimentLoading />],
  ["quality/", (name) => <DetailLoading above="Quality" title={name} />],
  ["incidents/", (name) => <DetailLoading above="Quality" title={name} />],
  ["requests/sessions/", () => <DetailLoading above="Requests" title="Session" />],
  ["requests/traces/", () => <DetailLoading above="Requests" title="Trace" />],
  ["import", () => <DetailLoading above="Prompts" title="Import" />],
  ["settings", () => <SettingsPageLoading />],
  ["prompts", () => <PromptsLoading />],
];

/** The skeleton beside the sidebar until the first part of the page arrives. */
function pageSkeleton(pathname: string): ReactNode {
  const path = pathname.split("/").slice(2).filter(Boolean).join("/");
  const Skeleton = skeletons[path];
  if (Skeleton) return <Skeleton />;
  const found = details.find(([address]) => path.startsWith(address));
  return found ? found[1](decodeSafely(path.slice(found[0].length))) : null;
}

/** The skeleton of a detail page. */
function DetailLoading({ above, title, hasTabs }: { above: string; title: string; hasTabs?: boolean }) {
  return (
    <PageLayout
      crumbs={[{ label: above }, { label: title }]}
      tabs={hasTabs ? <div className="h-11 shrink-0 border-line border-b max-md:h-[43px]" /> : null}
      flush
    >
      <Loading label={`Loading ${title}`}>
        <SkeletonBars />
      </Loading>
    </PageLayout>
  );
}

/** The skeleton in a layout until the first part of the page arrives. */
export function skeletonOf(frame: Frame, pathname: string): ReactNode {
  if (frame === "settings") return <SettingsLoading />;
  if (frame === "prompt") return <TabLoading />;
  if (frame === "workspace") return pageSkeleton(pathname);
  if (pathname.endsWith("/scorers")) return <ScorersLoading />;
  return pathname.endsWith("/history") ? <SuiteHistoryLoading /> : <CasesLoading />;
}
