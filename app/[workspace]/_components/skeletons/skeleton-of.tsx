import type { ReactNode } from "react";
import CasesLoading from "../../evaluations/suites/[id]/(cases)/loading";
import SuiteHistoryLoading from "../../evaluations/suites/[id]/history/loading";
import ScorersLoading from "../../evaluations/suites/[id]/scorers/loading";
import { TabLoading } from "../../prompts/_components/prompt-loading";
import { SettingsLoading } from "../../settings/_components/settings-loading";
import type { Frame } from "./frame-between";
import { pageSkeleton } from "./page-skeleton";

/** The skeleton in a layout until the first part of the page arrives. */
export function skeletonOf(frame: Frame, pathname: string): ReactNode {
  if (frame === "settings") return <SettingsLoading label="Loading the settings" />;
  if (frame === "prompt") return <TabLoading />;
  if (frame === "workspace") return pageSkeleton(pathname);
  if (pathname.endsWith("/scorers")) return <ScorersLoading />;
  return pathname.endsWith("/history") ? <SuiteHistoryLoading /> : <CasesLoading />;
}
