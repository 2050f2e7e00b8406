import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { Reading } from "@/components/ui/tag";
import type { Check } from "@/lib/operations/schema";
import { worstFirst } from "./system-words";

const looks = {
  ok: { tone: "positive", Icon: CircleCheck, word: "Fine" },
  warning: { tone: "warning", Icon: TriangleAlert, word: "Warning" },
  failure: { tone: "negative", Icon: CircleAlert, word: "Failed" },
} as const;

function CheckRow({ check: { title, state, detail, fix } }: { check: Check }) {
  const { tone, Icon, word } = looks[state];
  return (
    <Row className="max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-3 max-md:gap-y-1 max-md:py-2.5">
      <RowHead className="text-left font-medium">{title}</RowHead>
      <Cell>
        <Reading tone={tone} icon={<Icon />}>
          {word}
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
export function CheckTable({ checks }: { checks: readonly Check[] }) {
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
