import { Subbar } from "@/components/layout/subbar";
import { TabLinks } from "@/components/ui/tab-links";

/** The tabs for runs and for suites. */
export function EvaluationTabs({ workspace, tab }: { workspace: string; tab: "runs" | "suites" }) {
  const at = `/${workspace}/evaluations`;
  return (
    <Subbar
      tabs={
        <TabLinks
          label="Evaluations"
          items={[
            { href: at, label: "Runs", isCurrent: tab === "runs" },
            { href: `${at}/suites`, label: "Suites", isCurrent: tab === "suites" },
          ]}
        />
      }
    />
  );
}
