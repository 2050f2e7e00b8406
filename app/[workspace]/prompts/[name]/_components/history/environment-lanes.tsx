"use client";

import { ArrowRight } from "lucide-react";
import { GateSign, gateTone } from "@/app/[workspace]/_components/gate/gate-sign";
import { useFollow } from "@/app/[workspace]/_components/gate/use-follow";
import { changePath, runPath } from "@/app/[workspace]/_components/paths";
import { Lane } from "@/components/lanes/lane";
import { Lanes } from "@/components/lanes/lanes";
import { useVersionMotion } from "@/components/lanes/use-version-motion";
import { Button } from "@/components/ui/button";
import { ClockTime } from "@/components/ui/clock-time";
import { cn } from "@/components/ui/cn";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { LinkButton, TextLink } from "@/components/ui/text-link";
import type { LaneGate } from "@/lib/registry/gate/queries/lane-gates";
import { holdbackShares } from "@/lib/registry/holdback";
import { chipStatus, type LaneData, type LaneLive, laneRefusal, wayIn } from "@/lib/registry/lanes";
import { useReleasing } from "./releasing";

/** The button between two lanes. Empty if no version is live in the left one. */
function Gate({ left, right }: { left: LaneData; right: LaneData }) {
  const { workspace, askPromote } = useReleasing();
  const { live } = left;
  if (!live) return null;
  const isSame = live.version === right.live?.version;
  const way = wayIn(right, live.version);
  if (way.kind === "open")
    return (
      <Button
        size="sm"
        href={changePath(workspace, way.number)}
        aria-label={`Change request ${way.number}: v${live.version} to ${right.name}`}
      >
        {`In review, #${way.number}`}
      </Button>
    );
  const toProduction = right.stage === "production";
  const asks = way.kind === "ask";
  return (
    <Button
      size="sm"
      variant={toProduction && !asks ? "live" : "default"}
      iconEnd={isSame || asks ? null : <ArrowRight className="size-3.5" />}
      off={laneRefusal(left, right)}
      aria-label={
        isSame
          ? undefined
          : asks
            ? `Ask for a review of v${live.version} for ${right.name}`
            : `Promote v${live.version} to ${right.name}`
      }
      onClick={() => askPromote(live.version, right.name)}
    >
      {isSame
        ? "Same version"
        : asks
          ? "Ask for review"
          : toProduction
            ? `Promote v${live.version}`
            : `To ${right.name}`}
    </Button>
  );
}

/** The link that promotes the newest version to a lane, or asks for its review. */
function NewestIn({ lane }: { lane: LaneData }) {
  const { workspace, askPromote, latest } = useReleasing();
  const way = wayIn(lane, latest);
  if (way.kind === "none") return null;
  if (way.kind === "open")
    return <TextLink href={changePath(workspace, way.number)}>{`v${latest} in review, #${way.number}`}</TextLink>;
  const asks = way.kind === "ask";
  return (
    <LinkButton
      onClick={() => askPromote(latest, lane.name)}
      aria-label={asks ? `Ask for a review of v${latest} for ${lane.name}` : `Promote v${latest} to ${lane.name}`}
    >
      {asks ? `Ask for review of v${latest}` : `Promote v${latest}`}
    </LinkButton>
  );
}

/** The gate result of the next environment for the version that is live here. */
function gateOf(lane: LaneData, next: LaneData | undefined): LaneGate | null {
  const version = lane.live?.version;
  return version === undefined || version === next?.live?.version ? null : (next?.gates?.[version] ?? null);
}

function GateLine({ gate }: { gate: LaneGate }) {
  const { workspace } = useReleasing();
  const words = gate.state === "passed" ? "Gate passed" : gate.words;
  return (
    <span className={cn("flex min-w-0 items-center gap-1.5", gateTone(gate.state))}>
      <GateSign state={gate.state} />
      {gate.runId ? (
        <Link
          href={runPath(workspace, gate.runId)}
          title={words}
          className="truncate underline-offset-2 hover:underline"
        >
          {words}
        </Link>
      ) : (
        <span className="truncate">{words}</span>
      )}
    </span>
  );
}

/** The running experiment, else the holdback, else the message of the live version. */
function Message({ lane }: { lane: LaneData & { live: LaneLive } }) {
  const { workspace } = useReleasing();
  const { control, message } = lane.live;
  if (lane.experiment)
    return (
      <TextLink href={`/${workspace}/experiments/${lane.experiment.id}`}>
        {`In an experiment: ${lane.experiment.shares}`}
      </TextLink>
    );
  if (!control) return message || "No message";
  return (
    <>
      {`v${control.version} ${holdbackShares(control).kept} until `}
      <ClockTime at={control.until} />, to compare with
    </>
  );
}

type FootProps = { lane: LaneData; left: LaneData | undefined; next: LaneData | undefined };

function Foot({ lane, left, next }: FootProps) {
  const { askRollBack, askEndHoldback, latest } = useReleasing();
  // The button between the lanes is about the version in the left one.
  const hasButton = left?.live?.version === latest;
  const gate = gateOf(lane, next);
  if (!lane.live)
    return (
      <>
        {hasButton ? null : <NewestIn lane={lane} />}
        <span className="truncate">Applications get 404 here</span>
      </>
    );
  return (
    <>
      {lane.live.revision > 1 && !lane.refusal ? (
        <LinkButton className="shrink-0" aria-label={`Roll back ${lane.name}`} onClick={() => askRollBack(lane.name)}>
          Roll back
        </LinkButton>
      ) : null}
      {lane.live.control && !lane.refusal ? (
        <LinkButton
          aria-label={`Give everyone v${lane.live.version} in ${lane.name} now`}
          onClick={() => askEndHoldback(lane.name)}
        >
          End now
        </LinkButton>
      ) : null}
      {gate ? <GateLine gate={gate} /> : null}
      {/* Where the lanes are narrow, the result of the gate needs the space. */}
      <span
        className={cn("min-w-0 shrink-[99] truncate", gate && "md:max-beside:sr-only")}
      >{`by ${lane.live.by}`}</span>
      {lane.refusal && lane.isProtected ? (
        !hasButton && ["ask", "open"].includes(wayIn(lane, latest).kind) ? (
          <NewestIn lane={lane} />
        ) : (
          <span className="truncate">Only publishers can promote here</span>
        )
      ) : null}
    </>
  );
}

/** The lanes of all environments with their live versions, and the buttons that promote and roll back. */
export function EnvironmentLanes() {
  const { lanes, latest, isFresh } = useReleasing();
  useFollow(
    lanes.some(
      ({ gates }) =>
        (isFresh && gates?.[latest]?.state === "missing") ||
        Object.values(gates ?? {}).some(({ state }) => state === "running"),
    ),
  );
  const refOf = useVersionMotion(lanes.map(({ id, live }) => ({ id, version: live?.version ?? null })));
  return (
    <Lanes
      label="Environments"
      lanes={lanes.map((lane, index) => {
        const left = lanes[index - 1];
        return {
          id: lane.id,
          gate: left?.live ? <Gate left={left} right={lane} /> : null,
          lane: (
            <Lane
              name={lane.title}
              isProtected={lane.isProtected}
              isLive={lane.stage === "production" && lane.live !== null}
              since={
                lane.live ? (
                  <RelativeTime at={lane.live.since} prefix={lane.stage === "production" ? "since" : undefined} />
                ) : null
              }
              version={lane.live && { number: lane.live.version, status: chipStatus(lane, lane.live) }}
              versionRef={refOf(lane.id)}
              share={lane.live?.control ? holdbackShares(lane.live.control).released : undefined}
              message={lane.live ? <Message lane={{ ...lane, live: lane.live }} /> : "Nothing is live here yet"}
              foot={<Foot lane={lane} left={left} next={lanes[index + 1]} />}
            />
          ),
        };
      })}
    />
  );
}
