"use client";

import { CircleCheck, CircleDashed, MessageSquareWarning } from "lucide-react";
import type { ReactNode } from "react";
import { ActorName } from "@/app/[workspace]/_components/actor-name";
import { GateReport } from "@/app/[workspace]/_components/gate/gate-report";
import { LinkButton } from "@/components/ui/text-link";
import type { BeforeAfter } from "@/lib/evaluation/comparison/queries/before-after";
import { closeRequest, reopenRequest } from "../../actions";
import { useChange } from "./change-context";
import { FiveCases } from "./five-cases";
import { SidePart } from "./side-part";

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex gap-2 [&>svg]:mt-[3px] [&>svg]:size-3.5 [&>svg]:shrink-0">
      {icon}
      <span className="min-w-0">{children}</span>
    </li>
  );
}

function Approvals({ onAsk }: { onAsk: () => void }) {
  const { request, rights } = useChange();
  const { approvals, approvedBy, blockedBy, environment, reviewers, status } = request;
  const answered = new Set([...approvedBy, ...blockedBy].map(({ id }) => id));
  const waiting = reviewers.filter(({ id }) => !answered.has(id));
  const isOpen = status !== "released" && status !== "closed";
  const missing = Math.max(0, approvals.required - approvals.have);
  return (
    <SidePart title={approvals.required > 0 ? `Approvals, ${approvals.have} of ${approvals.required}` : "Approvals"}>
      <ul className="grid gap-1.5">
        {approvedBy.map((person) => (
          <Line key={person.id} icon={<CircleCheck className="text-positive" />}>
            <ActorName actor={person} /> approved
          </Line>
        ))}
        {blockedBy.map((person) => (
          <Line key={person.id} icon={<MessageSquareWarning className="text-warning" />}>
            <ActorName actor={person} /> asked for changes
          </Line>
        ))}
        {waiting.map((person) => (
          <Line key={person.id} icon={<CircleDashed className="text-fg-subtle" />}>
            <ActorName actor={person} /> <span className="text-fg-muted">was asked</span>
          </Line>
        ))}
        {missing > 0 ? (
          <Line icon={<CircleDashed className="text-fg-subtle" />}>
            <span className="text-fg-muted">{missing === 1 ? "One is missing" : `${missing} are missing`}</span>
          </Line>
        ) : null}
      </ul>
      {approvals.required === 0 ? (
        <p className={`text-fg-muted ${approvedBy.length + blockedBy.length > 0 ? "mt-2" : ""}`}>
          {`None required in ${environment}.`}
        </p>
      ) : null}
      {isOpen && rights.canWrite ? (
        <LinkButton className="mt-2" onClick={onAsk}>
          Ask someone to review
        </LinkButton>
      ) : null}
    </SidePart>
  );
}

type Props = { onEdit: () => void; onAmend: (() => void) | null; onOverride: (() => void) | null };

function More({ onEdit, onAmend, onOverride }: Props) {
  const { workspace, request, rights, act, busy } = useChange();
  const { number, status } = request;
  if (!rights.canWrite) return null;
  const isClosed = status === "closed";
  const close = () =>
    act(
      "close",
      () => (isClosed ? reopenRequest : closeRequest)({ workspace, number }),
      isClosed ? "It was not reopened." : "It was not closed.",
    );
  return (
    <SidePart title="More">
      <div className="grid justify-items-start gap-1">
        <LinkButton onClick={onEdit}>Edit title and description</LinkButton>
        {onAmend ? <LinkButton onClick={onAmend}>Replace with a newer version</LinkButton> : null}
        {status === "released" ? null : (
          <LinkButton onClick={() => void close()} aria-busy={busy === "close" || undefined}>
            {isClosed ? "Reopen" : "Close without promoting"}
          </LinkButton>
        )}
        {onOverride ? <LinkButton onClick={onOverride}>Promote without the approvals</LinkButton> : null}
      </div>
    </SidePart>
  );
}

type SideProps = Props & {
  beforeAfter: BeforeAfter | null;
  answers: ReactNode;
  /** The facts about the request. */
  about: ReactNode;
  onAsk: () => void;
};

/** The column beside the diff: approvals, the evaluation, the description, and rarely used actions. */
export function Side({ beforeAfter, answers, about, ...props }: SideProps) {
  const { request, rights, gate } = useChange();
  const isOpen = request.status !== "released" && request.status !== "closed";
  return (
    <aside
      aria-label="About this request"
      className="border-line lg:sticky lg:top-[var(--topbar)] lg:max-h-[calc(100dvh-var(--topbar))] lg:self-start lg:overflow-y-auto max-lg:border-t"
    >
      <Approvals onAsk={props.onAsk} />
      <SidePart title="Evaluation">
        {gate.verdict && !isOpen ? (
          <p className="mb-1 text-fg-muted">{`What the gate says of v${request.version} today.`}</p>
        ) : null}
        {gate.verdict ? (
          <GateReport gate={gate} verdict={gate.verdict} canRun={rights.canWrite} />
        ) : (
          <p className="text-fg-muted">{`There is no gate for ${request.environment}.`}</p>
        )}
      </SidePart>
      {beforeAfter?.canAsk || beforeAfter?.run ? (
        <SidePart title="Five cases, before and after">
          <FiveCases beforeAfter={beforeAfter} answers={answers} />
        </SidePart>
      ) : null}
      {about}
      <More {...props} />
    </aside>
  );
}
