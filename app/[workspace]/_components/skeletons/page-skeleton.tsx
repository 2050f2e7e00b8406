import type { ReactNode } from "react";
import CasesLoading from "@/app/[workspace]/evaluations/suites/[id]/(cases)/loading";
import SuiteHistoryLoading from "@/app/[workspace]/evaluations/suites/[id]/history/loading";
import ScorersLoading from "@/app/[workspace]/evaluations/suites/[id]/scorers/loading";
import { TabLoading } from "@/app/[workspace]/prompts/_components/prompt-loading";
import { PageLayout } from "@/components/layout/page-layout";
import { Loading, SkeletonBars } from "@/components/ui/skeleton";
import { decodeSafely } from "@/lib/core/decode-safely";
import ChangeLoading from "../../changes/[number]/loading";
import RunLoading from "../../evaluations/runs/[id]/loading";
import ExperimentLoading from "../../experiments/[id]/(results)/loading";
import { PromptsLoading } from "../../prompts/_components/prompts-loading";
import { SettingsLoading, SettingsPageLoading } from "../../settings/_components/settings-loading";
import TimeMachineLoading from "../../time-machine/loading";
import { ProgramLoading } from "../program-loading";
import { TablePageLoading } from "../table-page-loading";
import type { Frame } from "./frame-between";

/** Pages that consist of a filter bar and a table. */
const tables: Record<string, { title: string; hasTabs?: boolean }> = {
  inbox: { title: "Inbox" },
  evaluations: { title: "Evaluations", hasTabs: true },
  "evaluations/suites": { title: "Evaluations", hasTabs: true },
  experiments: { title: "Experiments" },
  "experiments/decisions": { title: "Decisions" },
  "experiments/trust": { title: "Trust" },
  quality: { title: "Quality" },
  requests: { title: "Requests", hasTabs: true },
  releases: { title: "Releases" },
  usage: { title: "Usage" },
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
  ["time-machine", () => <TimeMachineLoading />],
  ["start", () => <ProgramLoading title="Get started" label="Loading the steps" />],
  ["use", () => <ProgramLoading title="Use in your app" label="Loading the example" />],
  ["prompts", () => <PromptsLoading />],
];

/** The skeleton beside the sidebar until the first part of the page arrives. */
function pageSkeleton(pathname: string): ReactNode {
  const path = pathname.split("/").slice(2).filter(Boolean).join("/");
  const table = tables[path];
  if (table) return <TablePageLoading label={`Loading ${table.title}`} {...table} />;
  const found = details.find(([address]) => path.startsWith(address));
  return found ? found[1](decodeSafely(path.slice(found[0].length))) : null;
}

type Props = { above: string; title: string; hasTabs?: boolean };

/** The skeleton of a detail page. */
function DetailLoading({ above, title, hasTabs }: Props) {
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
  if (frame === "settings") return <SettingsLoading label="Loading the settings" />;
  if (frame === "prompt") return <TabLoading />;
  if (frame === "workspace") return pageSkeleton(pathname);
  if (pathname.endsWith("/scorers")) return <ScorersLoading />;
  return pathname.endsWith("/history") ? <SuiteHistoryLoading /> : <CasesLoading />;
}
