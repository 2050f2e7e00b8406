import { promptPath } from "@/app/[workspace]/_components/paths";
import { WaitingRegion } from "@/app/[workspace]/_components/skeletons/waiting-region";
import { Subbar } from "@/components/layout/subbar";
import { Topbar } from "@/components/layout/topbar";
import { TabLinks } from "@/components/ui/tab-links";
import { TextLink } from "@/components/ui/text-link";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { listGatesOfSuite } from "@/lib/evaluation/suite-changes/queries/suite-changes";
import type { SuiteView } from "@/lib/evaluation/suites/views";
import { RunButton } from "../../_components/run-dialog/run-button";
import { GatedNote } from "./_components/gated-note";
import { loadSuite } from "./_components/load-suite";
import { ArchivedNote, SuiteMenu } from "./_components/suite-acts";

/** The header above every tab of a suite. A tab adds its actions to `#suite-actions` with `Slot`. */
export default async function SuiteLayout({ params, children }: LayoutProps<"/[workspace]/evaluations/suites/[id]">) {
  const { workspace, id } = await params;
  const actor = await requireActor(workspace);
  const suite = await loadSuite(actor, id);
  const gates = await listGatesOfSuite(actor, suite.id);
  const canWrite = can(actor, "suite:write");
  const base = `/${workspace}/evaluations/suites/${suite.id}`;
  return (
    <>
      <Topbar
        crumbs={[{ label: "Evaluations", href: `/${workspace}/evaluations` }, { label: suite.name }]}
        state={<SuiteState workspace={workspace} suite={suite} />}
        actions={
          <>
            <div id="suite-actions" className="contents" />
            {can(actor, "evaluation:run") && !suite.archivedAt ? (
              <RunButton
                start={{ suite: suite.id, ...(suite.prompt && { prompt: suite.prompt }) }}
                off={suite.cases === 0 && "Add a case first."}
              />
            ) : null}
            <SuiteMenu suite={suite} canWrite={canWrite} />
          </>
        }
      />
      <Subbar
        tabs={
          <TabLinks
            label="Suite"
            items={[
              { href: base, label: "Cases", count: suite.cases },
              { href: `${base}/scorers`, label: "Scorers" },
              { href: `${base}/history`, label: "History" },
            ]}
          />
        }
      />
      <GatedNote gates={gates} canWrite={canWrite && suite.archivedAt === null} />
      {suite.archivedAt ? <ArchivedNote suite={suite} canWrite={canWrite} /> : null}
      <WaitingRegion frame="suite">{children}</WaitingRegion>
    </>
  );
}

/** The number of cases, the revision, and the prompt. */
function SuiteState({ workspace, suite }: { workspace: string; suite: SuiteView }) {
  const { cases, revision, prompt, archivedAt } = suite;
  return (
    <span className="truncate max-md:hidden">
      {cases.toLocaleString("en-US")} {cases === 1 ? "case" : "cases"}, revision {revision}
      {archivedAt ? ", archived" : ""}
      {prompt ? (
        <>
          {" for "}
          <TextLink href={promptPath(workspace, prompt, { tab: "playground" })}>{prompt}</TextLink>
        </>
      ) : null}
    </span>
  );
}
