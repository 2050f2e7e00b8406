import { RelativeTime } from "@/components/ui/relative-time";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import type { ServerProcess } from "@/lib/operations/schema";

const roleWords = { runtime: "Runtime", studio: "Studio", worker: "Worker" } as const;

function ProcessRow({ process }: { process: ServerProcess }) {
  const { host, role, pid, version, nodeVersion, startedAt, seenAt, facts } = process;
  return (
    <Row className="max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-3 max-md:gap-y-1 max-md:py-2.5">
      <RowHead className="text-left font-medium">
        {roleWords[role]} <span className="font-normal text-fg-muted">process {pid}</span>
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
export function ProcessTable({ processes }: { processes: readonly ServerProcess[] }) {
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
