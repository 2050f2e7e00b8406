"use client";

import { CircleCheck, CircleDashed, MessageSquareWarning } from "lucide-react";
import type { ReactNode } from "react";
import { ActorName } from "@/app/[workspace]/_components/actor-name";
import { GateReport } from "@/app/[workspace]/_components/gate/gate-report";
import { promptPath } from "@/app/[workspace]/_components/paths";
import { Facts } from "@/components/ui/facts";
import { RelativeTime } from "@/components/ui/relative-time";
import { LinkButton, TextLink } from "@/components/ui/text-link";
import type { BeforeAfter } from "@/lib/evaluation/comparison/queries/before-after";
import { closeRequest, reopenRequest } from "../../actions";
import { useChange } from "./change-context";
import { FiveCases } from "./five-cases";

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-line border-b px-5 py-4 last:border-b-0 max-md:px-4">
      <h2 className="mb-2 text-14">{title}</h2>
      {children}
    </section>
  );
}

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
    <Part title={approvals.required > 0 ? `Approvals, ${approvals.have} of ${approvals.required}` : "Approvals"}>
      <ul className="grid gap-1.5">
        {approvedBy.map((person) => (
          <Line key={person.id} icon={<CircleCheck aria-hidden="true" className="text-positive" />}>
            <ActorName actor={person} /> approved
          </Line>
        ))}
        {blockedBy.map((person) => (
          <Line key={person.id} icon={<MessageSquareWarning aria-hidden="true" className="text-warning" />}>
            <ActorName actor={person} /> asked for changes
          </Line>
        ))}
        {waiting.map((person) => (
          <Line key={person.id} icon={<CircleDashed aria-hidden="true" className="text-fg-subtle" />}>
            <ActorName actor={person} /> <span className="text-fg-muted">was asked</span>
          </Line>
        ))}
        {missing > 0 ? (
          <Line icon={<CircleDashed aria-hidden="true" className="text-fg-subtle" />}>
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
    </Part>
  );
}

function About() {
  const { workspace, request } = useChange();
  const { prompt, environment, version, baseVersion, author, versionAuthor, createdAt } = request;
  const history = promptPath(workspace, prompt, {
    tab: "history",
    ...(baseVersion !== null && { from: baseVersion, to: version }),
  });
  const rows: [string, ReactNode][] = [
    [
      "Prompt",
      <TextLink key="p" href={promptPath(workspace, prompt, { tab: "history" })}>
        {prompt}
      </TextLink>,
    ],
    ["Version", <TextLink key="v" href={history}>{`v${version}`}</TextLink>],
    ["Written by", <ActorName key="w" actor={versionAuthor} />],
    ["Environment", environment],
    ["Replaces", baseVersion === null ? "nothing" : `v${baseVersion}`],
    ["Requested by", <ActorName key="a" actor={author} />],
    ["Requested", <RelativeTime key="t" at={createdAt} />],
  ];
  return (
    <Part title="About">
      <Facts rows={rows} />
    </Part>
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
    <Part title="More">
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
    </Part>
  );
}

/** The column beside the diff: approvals, the evaluation, the description, and rarely used actions. */
export function Side({ beforeAfter, ...props }: Props & { beforeAfter: BeforeAfter | null; onAsk: () => void }) {
  const { request, rights, gate } = useChange();
  const isOpen = request.status !== "released" && request.status !== "closed";
  return (
    <aside
      aria-label="About this request"
      className="border-line lg:sticky lg:top-[var(--topbar)] lg:max-h-[calc(100dvh-var(--topbar))] lg:self-start lg:overflow-y-auto max-lg:border-t"
    >
      <Approvals onAsk={props.onAsk} />
      <Part title="Evaluation">
        {gate.verdict && !isOpen ? (
          <p className="mb-1 text-fg-muted">{`What the gate says of v${request.version} today.`}</p>
        ) : null}
        {gate.verdict ? (
          <GateReport gate={gate} verdict={gate.verdict} canRun={rights.canWrite} />
        ) : (
          <p className="text-fg-muted">{`There is no gate for ${request.environment}.`}</p>
        )}
      </Part>
      {beforeAfter?.canAsk || beforeAfter?.run ? (
        <Part title="Five cases, before and after">
          <FiveCases beforeAfter={beforeAfter} />
        </Part>
      ) : null}
      <About />
      <More {...props} />
    </aside>
  );
}
