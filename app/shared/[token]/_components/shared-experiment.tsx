import { notFound } from "next/navigation";
import { Banner } from "@/app/[workspace]/experiments/[id]/_components/banner";
import { DaysTab } from "@/app/[workspace]/experiments/[id]/_components/days-tab";
import { HealthTab } from "@/app/[workspace]/experiments/[id]/_components/health-tab";
import { ResultsTab } from "@/app/[workspace]/experiments/[id]/_components/results-tab";
import { Side } from "@/app/[workspace]/experiments/[id]/_components/side";
import { UsesSection } from "@/app/[workspace]/experiments/[id]/_components/uses-section";
import { TabLinks } from "@/components/ui/tab-links";
import { sharedReader } from "@/lib/auth/share-links/queries";
import { getExperiment } from "@/lib/experiments/queries/experiments";
import { getExperimentResults } from "@/lib/experiments/results/queries";
import { SharedFrame } from "./shared-frame";
import type { SharedProps } from "./shared-props";

const tabs = { results: "Results", health: "Health", days: "By day" } as const;
type Tab = keyof typeof tabs;
const isTab = (name: string): name is Tab => Object.hasOwn(tabs, name);

/**
 * A read-only experiment for people without an account: the verdict or its expected date, the metrics and the checks.
 */
export async function SharedExperiment({ link, token, view: tab = "results" }: SharedProps) {
  const actor = sharedReader(link.workspaceId);
  const view = isTab(tab) ? await getExperiment(actor, link.targetId) : null;
  if (!view) notFound();
  const results = await getExperimentResults(actor, view.id);
  const names = Object.keys(tabs) as Tab[];
  const path = `/shared/${token}`;
  return (
    <SharedFrame title={`${view.name}, ${view.prompt}`} link={link}>
      <div className="h-11 shrink-0 border-line border-b px-6 max-md:px-4">
        <TabLinks
          label="Experiment"
          items={names.map((one) => ({
            href: one === "results" ? path : `${path}/${one}`,
            label: tabs[one],
            isCurrent: tab === one,
          }))}
        />
      </div>
      <div className={tab === "results" ? "grid flex-1 grid-cols-1 lg:grid-cols-[minmax(0,1fr)_300px]" : ""}>
        <div className="min-w-0 pb-10">
          <Banner results={results} />
          {tab === "results" ? <ResultsTab results={results} view={view} /> : null}
          {tab === "health" || (tab === "results" && results.state === "not_valid") ? (
            <HealthTab results={results} />
          ) : null}
          {tab === "days" ? (
            <>
              <DaysTab results={results} />
              <UsesSection results={results} />
            </>
          ) : null}
        </div>
        {tab === "results" ? <Side results={results} view={view} /> : null}
      </div>
    </SharedFrame>
  );
}
