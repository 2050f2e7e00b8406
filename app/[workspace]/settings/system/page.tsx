import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import type { Metadata } from "next";
import { Main } from "@/components/layout/main";
import { RelativeTime } from "@/components/ui/relative-time";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { Reading } from "@/components/ui/tag";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { capitalize } from "@/lib/core/words";
import { getSystemReport } from "@/lib/operations/queries/report";
import type { Check, ServerProcess } from "@/lib/operations/schema";
import { headline, stateWords, worstFirst } from "@/lib/operations/words";
import { NoAccess } from "../_components/no-access";
import { RefreshButton } from "./_components/refresh-button";

export const metadata: Metadata = { title: "System" };

/** The state of the installation: what `npm run doctor` checks, and the running processes. */
export default async function SystemPage({ params }: PageProps<"/[workspace]/settings/system">) {
  const { workspace } = await params;
  const actor = await requireActor(workspace);
  if (!can(actor, "system:read")) return <NoAccess title="Only admins and owners see the system" role={actor.role} />;
  const { at, checks, processes } = await getSystemReport(actor);
  return (
    <Main>
      <SystemHead at={at} checks={checks} />
      <CheckTable checks={checks} />
      <ProcessTable processes={processes} />
    </Main>
  );
}

const looks = {
  ok: { tone: "positive", Icon: CircleCheck },
  warning: { tone: "warning", Icon: TriangleAlert },
  failure: { tone: "negative", Icon: CircleAlert },
} as const;

function CheckRow({ check: { title, state, detail, fix } }: { check: Check }) {
  const { tone, Icon } = looks[state];
  return (
    <Row className="max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-3 max-md:gap-y-1 max-md:py-2.5">
      <RowHead className="text-left font-medium">{title}</RowHead>
      <Cell>
        <Reading tone={tone} icon={<Icon />}>
          {stateWords[state]}
        </Reading>
      </Cell>
      <Cell className="md:py-2 max-md:col-span-2">
        <span className="block max-w-[90ch] text-fg-muted [overflow-wrap:anywhere]">{detail}</span>
        {fix ? <span className="mt-0.5 block max-w-[90ch] [overflow-wrap:anywhere]">{fix}</span> : null}
      </Cell>
    </Row>
  );
}

/** Every check with its result, and what to do if it did not pass. */
function CheckTable({ checks }: { checks: readonly Check[] }) {
  return (
    <Table
      caption="Checks of the installation, the most serious first"
      className="table-fixed"
      stacks
      columns={[{ name: "Check", className: "w-[180px]" }, { name: "State", className: "w-[120px]" }, "What it found"]}
    >
      {worstFirst(checks).map((check) => (
        <CheckRow key={check.id} check={check} />
      ))}
    </Table>
  );
}

/** The result of the checks in one line, their time, and a button to check again. */
function SystemHead({ at, checks }: { at: Date; checks: readonly Check[] }) {
  return (
    <div className="flex min-h-15 flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <div className="min-w-0">
        <h2 className="text-14">{headline(checks)}</h2>
        <p className="text-12 text-fg-muted">
          Checked <RelativeTime ago at={at} />. <code className="font-mono">npm run doctor</code> checks the same from a
          terminal.
        </p>
      </div>
      <div className="ml-auto max-md:ml-0">
        <RefreshButton />
      </div>
    </div>
  );
}

function ProcessRow({ process }: { process: ServerProcess }) {
  const { host, role, pid, version, nodeVersion, startedAt, seenAt, facts } = process;
  return (
    <Row className="max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-3 max-md:gap-y-1 max-md:py-2.5">
      <RowHead className="text-left font-medium">
        {capitalize(role)} <span className="font-normal text-fg-muted">process {pid}</span>
      </RowHead>
      <Cell className="truncate text-fg-muted">{host}</Cell>
      <Cell className="text-fg-muted max-md:col-span-2">
        Understudy {version}, Node {nodeVersion}
      </Cell>
      <Cell end className="md:pr-8 max-md:pr-0 max-md:text-left">
        {facts.connections}
        <span className="text-fg-muted md:sr-only"> connections at most</span>
      </Cell>
      <Cell className="text-fg-muted max-md:hidden">
        <RelativeTime ago at={startedAt} />
      </Cell>
      <Cell className="text-fg-muted">
        <span className="md:hidden">seen </span>
        <RelativeTime ago at={seenAt} />
      </Cell>
    </Row>
  );
}

/** The processes of every instance on this database that reported within the last minute. */
function ProcessTable({ processes }: { processes: readonly ServerProcess[] }) {
  if (processes.length === 0) return null;
  return (
    <section className="pt-8">
      <h2 className="text-14">Processes</h2>
      <p className="mt-1 mb-2 max-w-[62ch] text-fg-muted">
        Every process on this database reports every 15 seconds. Processes that did not report for a minute are not
        listed.
      </p>
      <Table
        caption="Running processes, by host"
        className="table-fixed"
        stacks
        columns={[
          "Process",
          "Host",
          "Version",
          { name: "Connections", end: true, className: "w-[110px] pr-8" },
          { name: "Started", className: "w-[130px]" },
          { name: "Seen", className: "w-[130px]" },
        ]}
      >
        {processes.map((process) => (
          <ProcessRow key={process.id} process={process} />
        ))}
      </Table>
    </section>
  );
}
