"use client";

import { ShieldCheck, ShieldOff } from "lucide-react";
import { useRef, useState } from "react";
import { GateReport } from "@/app/[workspace]/_components/gate/gate-report";
import { type LiveGate, useGate } from "@/app/[workspace]/_components/gate/use-gate";
import { EvidenceView } from "@/app/[workspace]/_components/guard/evidence-view";
import { promptPath } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/choice";
import { ClockTime } from "@/components/ui/clock-time";
import { DialogRow } from "@/components/ui/dialog";
import { FormDialog } from "@/components/ui/form-dialog";
import { LinkButton, TextLink } from "@/components/ui/text-link";
import { useCheckedValue } from "@/components/ui/use-checked-value";
import { useRead } from "@/components/ui/use-read";
import { pluralize } from "@/lib/core/words";
import { promotionWatch } from "@/lib/guards/describe-guard";
import { metricLabel } from "@/lib/guards/finding-words";
import type { VersionLock } from "@/lib/guards/queries/lock";
import type { MoveDetails, Watched } from "@/lib/guards/queries/move-details";
import { gateBlock } from "@/lib/registry/gate/state-words";
import { holdbackShares } from "@/lib/registry/holdback";
import type { LaneData } from "@/lib/registry/lanes";
import { planPromotion } from "../../actions/release";
import { Conflict } from "./conflict";
import { MoveRows, MoveRowsLoading } from "./move-rows";
import { ReasonRow } from "./reason-row";
import { type MoveDialogProps, useMoveAction } from "./use-move-action";
import type { Move } from "./use-moves";

type PromoteProps = MoveDialogProps & {
  version: number;
  /** The unmet requirements that the promotion overrides. If set, a reason is required. */
  override?: readonly string[] | undefined;
  /** The reason at first. */
  why?: string | undefined;
};

/**
 * Returns the guard that will watch the version. There is no holdback if the live version was rolled back
 * automatically, or if the promoted version is the current holdback version.
 */
function watchOf({ watch, fromVersion }: MoveDetails, { locked, live }: LaneData, version: number): Watched {
  const isKept = fromVersion !== null && !locked.includes(fromVersion) && live?.control?.version !== version;
  return watch && { ...watch, guard: { ...watch.guard, controlShare: isKept ? watch.guard.controlShare : 0 } };
}

/** Shows what changes and who is affected, asks for a reason, then promotes the version. */
export function PromoteDialog(props: PromoteProps) {
  const workspace = useWorkspace();
  const { name, lane, version, onClose, override } = props;
  const place = { workspace, name, version, environment: lane.name };
  const { data, failure: unread, reload } = useRead(planPromotion, place, { isKept: true });
  const { start, isBusy, failure } = useMoveAction(props, reload);
  const form = useRef<HTMLDivElement>(null);
  const [isPast, setPast] = useState(false);
  const gate = useGate({ prompt: name, environment: lane.name, version }, data?.gate ?? null);
  const block = gateBlock(gate.verdict);
  const isPastGate = block !== null && (isPast || override !== undefined);
  const lock = data?.lock ?? null;
  const [isAgreed, setAgreed] = useState(false);
  const needsReason = lane.isProtected || override !== undefined || isPastGate || lock !== null;
  const why = override
    ? "approvals are missing"
    : isPastGate
      ? "the gate is closed"
      : lock
        ? "it was rolled back automatically"
        : `${lane.name} is protected`;
  const reason = useCheckedValue(props.why ?? "", (value) =>
    needsReason && !value.trim() ? `Enter a reason: ${why}. It is stored with the release.` : null,
  );
  const from = data?.fromVersion ?? null;
  const watch = data && watchOf(data, lane, version);
  const kept = from === null ? 0 : (watch?.guard.controlShare ?? 0);

  /** Overriding the gate needs a reason, so its field gets the focus. */
  const goPast = () => {
    setPast(true);
    requestAnimationFrame(() => form.current?.querySelector("textarea")?.focus());
  };

  const submit = () => {
    if (!data || isBusy || (block && !isPastGate) || (lock && !isAgreed)) return;
    if (!reason.isFine()) return form.current?.querySelector("textarea")?.focus();
    const move: Move = { kind: "promote", environment: lane.name, version, reason: reason.value.trim() };
    if (isPastGate) move.override = true;
    start(move, data.revision, data.toMessage);
  };

  const act = override
    ? "Promote without the approvals"
    : isPastGate
      ? "Override the gate and promote"
      : lock
        ? `Promote v${version} again`
        : `Promote to ${lane.name}`;
  const off = !data
    ? "The changes are still loading."
    : from === version
      ? `v${version} is live there already.`
      : lock && !isAgreed
        ? "It was rolled back automatically. Confirm above that you know this."
        : isPastGate
          ? null
          : block;

  return (
    <FormDialog
      form={{ submit, isBusy, failure: null }}
      onClose={onClose}
      width="wide"
      title={`Promote v${version} to ${lane.name}`}
      description={
        <>
          <b className="text-fg">{name}</b> answers with v{version}
          {from === null ? "" : ` instead of v${from}`}
          {kept > 0
            ? `: ${holdbackShares({ share: kept }).released} of people now, everyone in ${pluralize(watch?.guard.controlHours ?? 0, "hour")}.`
            : " at once."}
        </>
      }
      note={from === null || (block && !isPastGate) ? null : `You can undo this. v${from} stays one click away.`}
      act={act}
      acting="Promoting"
      variant={lane.stage === "production" ? "live" : "primary"}
      off={off}
    >
      <div ref={form}>
        <Conflict failure={failure} details={data} lane={lane} />
        {override ? (
          <Callout tone="warning" className="mb-3.5">
            <b>Without the approvals {lane.name} asks for.</b> {override.join(" ")} The override is recorded with the
            release.
          </Callout>
        ) : null}
        {unread ? <Callout tone="negative">{unread.message}</Callout> : null}
        {lock ? (
          <LockNote
            name={name}
            version={version}
            lock={lock}
            isAgreed={isAgreed}
            environment={lane.name}
            onAgree={setAgreed}
          />
        ) : null}
        {data ? (
          <MoveRows
            name={name}
            lane={lane}
            details={data}
            between={
              <GateRow gate={gate} isPast={isPast} onPast={lane.canOverride && !override ? goPast : undefined} />
            }
            after={<WatchRow name={name} from={from} environment={lane.name} watch={watch} />}
          />
        ) : unread ? null : (
          <MoveRowsLoading />
        )}
        <ReasonRow {...reason.props} error={reason.error} required={needsReason} />
      </div>
    </FormDialog>
  );
}

type Props = {
  gate: LiveGate;
  /** Whether the person chose to override the gate. */
  isPast: boolean;
  /** Undefined if the person may not override it. */
  onPast: (() => void) | undefined;
};

/** The row of the gate in a dialog that moves a version. Empty without a gate. */
function GateRow({ gate, isPast, onPast }: Props) {
  const { verdict } = gate;
  if (!verdict) return null;
  const isClosed = verdict.state !== "passed";
  return (
    <DialogRow name="Gate">
      <GateReport gate={gate} verdict={verdict} canRun />
      {isClosed && isPast ? (
        <Callout tone="warning" live className="mt-2.5">
          <b>Overrides the gate of {verdict.environment}.</b> Enter a reason below. The override is recorded with the
          release.
        </Callout>
      ) : isClosed && onPast ? (
        <LinkButton className="mt-2" onClick={onPast}>
          Override the gate and promote
        </LinkButton>
      ) : isClosed && !isPast && verdict.state !== "running" ? (
        <p className="mt-2 text-12 text-fg-muted">Admins can override the gate with a reason.</p>
      ) : null}
    </DialogRow>
  );
}

type LockNoteProps = {
  name: string;
  version: number;
  environment: string;
  lock: VersionLock;
  isAgreed: boolean;
  onAgree: (isAgreed: boolean) => void;
};

/** Explains why a version was rolled back automatically, before a person promotes it again. */
function LockNote({ name, version, environment, lock, isAgreed, onAgree }: LockNoteProps) {
  return (
    <div className="mb-3.5 grid gap-3">
      <Callout tone="warning">
        <b>v{version} was rolled back automatically</b> (<ClockTime at={lock.at} />
        ), and v{lock.toVersion} is live again. Only a person can promote it again.
      </Callout>
      {lock.evidence ? (
        <EvidenceView environment={environment} prompt={name} evidence={lock.evidence} />
      ) : lock.reason ? (
        <p>{lock.reason}</p>
      ) : null}
      <Checkbox
        label={`Promote v${version} anyway`}
        checked={isAgreed}
        onChange={(event) => onAgree(event.target.checked)}
      />
    </div>
  );
}

type WatchRowProps = { name: string; environment: string; watch: Watched; from: number | null };

/** The guard that will watch a version once it is live, and what it can do. */
function WatchRow({ name, environment, watch, from }: WatchRowProps) {
  const workspace = useWorkspace();
  const href = promptPath(workspace, name, { tab: "settings", guards: environment });
  if (!watch)
    return (
      <DialogRow name="Watch">
        <p className="flex gap-2">
          <ShieldOff className="mt-0.5 size-4 shrink-0 text-fg-muted" />
          <span>
            No guard watches this prompt in {environment}. <TextLink href={href}>Set up a guard</TextLink>
          </span>
        </p>
      </DialogRow>
    );
  const { act, aside } = promotionWatch(watch.guard, (metric) => metricLabel(metric, watch.scorers), from);
  return (
    <DialogRow name="Watch">
      <p className="flex gap-2">
        <ShieldCheck className="mt-0.5 size-4 shrink-0 text-fg-muted" />
        <span>
          {act}
          {aside ? <span className="block text-12 text-fg-muted">{aside}</span> : null}
        </span>
      </p>
    </DialogRow>
  );
}
