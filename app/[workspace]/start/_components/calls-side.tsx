"use client";

import { useEffect, useState } from "react";
import { cn } from "@/components/ui/cn";
import { StageDrawing } from "@/components/ui/stage-drawing";
import { Cell, Row, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { CallsAnswer } from "@/lib/api/calls";
import { useWorkspace } from "../../_components/use-workspace";
import { agoWords, msWords, spanWords } from "./call-times";

export type CallsSideProps = CallsAnswer & { isListening: boolean };

const shownRows = 8;

/** Returns the current time, updated every second while `isOn`. */
function useNow(isOn: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isOn) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [isOn]);
  return now;
}

/** Lists the calls of applications as they arrive. */
export function CallsSide({ calls, steps, isListening }: CallsSideProps) {
  const workspace = useWorkspace();
  const now = useNow(calls.length > 0);
  const [newest] = calls;
  const { firstCall } = steps;
  return (
    <aside
      aria-labelledby="calls"
      className="border-line border-l bg-surface-sunken px-8 py-7 max-lg:px-4 max-lg:py-6 max-md:border-t max-md:border-l-0"
    >
      <div className="md:sticky md:top-[calc(var(--topbar)+28px)]">
        <StageDrawing isLive={Boolean(newest || firstCall)} />
        <div role="status">
          <h2 id="calls" className="mt-2 text-16">
            {firstCall || newest ? "First call received" : "Waiting for the first call"}
          </h2>
          <p className="text-fg-muted">
            {firstCall ? (
              <>
                Received {spanWords(firstCall.keyMadeAt, firstCall.at)} after the key{" "}
                <b className="font-medium text-fg">{firstCall.key}</b> was created.
              </>
            ) : newest ? (
              "Your app is connected."
            ) : (
              "Run the first call or a program on this page. Calls appear here within a second."
            )}
          </p>
        </div>
        {newest ? (
          <Table
            caption="Latest calls"
            className="mt-3"
            columns={["When", "Prompt", "From", { name: "Time", end: true }]}
          >
            {calls.slice(0, shownRows).map((call) => (
              <Row key={call.id} className={cn("text-fg-muted", call === newest && "font-medium text-fg")}>
                <Cell className="whitespace-nowrap tabular-nums">{agoWords(call.at, now)}</Cell>
                <Cell className="break-words">
                  {call.prompt === null ? `all of ${call.environment}` : `${call.prompt} v${call.version}`}
                </Cell>
                <Cell>{call.source}</Cell>
                <Cell end className="whitespace-nowrap">
                  {msWords(call.ms)}
                </Cell>
              </Row>
            ))}
          </Table>
        ) : null}
        <p className="mt-3 flex items-center gap-2 text-12 text-fg-muted">
          <span
            aria-hidden="true"
            className={cn(
              "size-2.5 shrink-0 rounded-full border-[1.5px]",
              isListening ? "border-on-limelight bg-limelight" : "border-line-control border-dashed",
            )}
          />
          {isListening ? "Listening for calls in all environments" : "Connecting"}
        </p>
        {firstCall && !newest ? (
          <p className="mt-1 text-12 text-fg-muted">
            What your app reports is under <TextLink href={`/${workspace}/requests`}>Requests</TextLink>.
          </p>
        ) : null}
      </div>
    </aside>
  );
}
