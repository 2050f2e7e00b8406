"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { promptPath, qualityPath } from "@/app/[workspace]/_components/paths";
import { beginWatching, switchWatching } from "@/app/[workspace]/prompts/[name]/actions/watching";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { LinkButton, TextLink } from "@/components/ui/text-link";
import { toast } from "@/components/ui/toast";
import { describeGuard } from "@/lib/guards/describe-guard";
import { metricLabel } from "@/lib/guards/finding-words";
import type { WatchView } from "@/lib/guards/queries/watch";
import { scoringWords, statusWords } from "./watch-words";

type Props = {
  workspace: string;
  name: string;
  /** From left to right. */
  places: readonly (WatchView & { title: string; isProduction: boolean })[];
  /** Where it stands who changed what; null for those who may not read it. */
  auditHref: string | null;
  /** Why nothing can be changed; null when it can. */
  off: string | null;
};

/** What looks at live answers in each environment, in words, and changing it. */
export function GuardsSection({ workspace, name, places, auditHref, off }: Props) {
  const router = useRouter();
  const [busy, setBusy] = useState<string | null>(null);

  const act = async (environment: string, send: typeof beginWatching, words: { done: string; failed: string }) => {
    setBusy(environment);
    const result = await send({ workspace, name, environment });
    setBusy(null);
    if (!result.ok) toast({ title: words.failed, detail: result.error.message, tone: "failed" });
    router.refresh();
    return result.ok;
  };
  const turn = (environment: string, isEnabled: boolean) =>
    act(environment, (input) => switchWatching({ ...(input as object), isEnabled }), {
      done: "",
      failed: isEnabled ? "It was not switched on." : "It was not switched off.",
    });
  const begin = async (environment: string) => {
    const isBegun = await act(environment, beginWatching, { done: "", failed: "Nobody watches it yet." });
    if (!isBegun) return;
    toast({
      title: `${name} is watched in ${environment}.`,
      detail: "With the usual settings. The guard looks every 15 seconds.",
      undo: () => turn(environment, false).then(() => undefined),
    });
  };
  const switchOff = async (environment: string) => {
    if (!(await turn(environment, false))) return;
    toast({
      title: `Nobody watches ${name} in ${environment} any more.`,
      detail: "What it was set up to do is kept.",
      undo: () => turn(environment, true).then(() => undefined),
    });
  };

  return (
    <section id="guards" aria-labelledby="guards-title" className="mt-8 scroll-mt-28 border-line border-t pt-5">
      <h2 id="guards-title" className="text-14">
        Guards
      </h2>
      <p className="mt-1 mb-3 max-w-[62ch] text-fg-muted">
        A guard reads what people get, and brings the version before back when a new one does worse.
        {auditHref ? (
          <>
            {" "}
            <TextLink href={auditHref}>Who changed what</TextLink>
          </>
        ) : null}
      </p>
      <ul className="border-line border-t">
        {places.map((place) => {
          const { environment, title, isProduction, online, guard } = place;
          const isOn = online?.isEnabled || guard?.isEnabled;
          const href = promptPath(workspace, name, { tab: "settings", guards: environment });
          return (
            <li
              key={environment}
              className="grid grid-cols-[112px_minmax(0,1fr)_auto] gap-x-3 border-line border-b py-2.5 last:border-b-0 last:pb-0 max-md:grid-cols-1 max-md:gap-y-1"
            >
              <h3 className="font-medium">{title}</h3>
              <Place workspace={workspace} name={name} {...place} />
              {off === null ? (
                <span className="flex items-baseline gap-3 self-start">
                  {online || guard ? (
                    <>
                      <TextLink href={href} aria-label={`Change how ${environment} is watched`}>
                        Change
                      </TextLink>
                      <LinkButton
                        aria-label={isOn ? `Stop watching ${environment}` : `Watch ${environment} again`}
                        disabled={busy === environment}
                        onClick={() => void (isOn ? switchOff(environment) : turn(environment, true))}
                      >
                        {isOn ? "Turn off" : "Turn on"}
                      </LinkButton>
                    </>
                  ) : (
                    <>
                      {isProduction ? (
                        <Button
                          size="sm"
                          className="-my-1"
                          busy={busy === environment && "Setting up"}
                          aria-label={`Watch this prompt in ${environment}`}
                          onClick={() => void begin(environment)}
                        >
                          Watch this prompt
                        </Button>
                      ) : null}
                      <TextLink href={href} aria-label={`Set up how ${environment} is watched`}>
                        Set up
                      </TextLink>
                    </>
                  )}
                </span>
              ) : null}
            </li>
          );
        })}
      </ul>
      {off === null ? null : <p className="mt-2 text-12 text-fg-muted">{off}</p>}
    </section>
  );
}

function Place({ workspace, name, environment, online, guard }: WatchView & { workspace: string; name: string }) {
  if (!online && !guard) return <p className="text-fg-muted">Nobody watches it here.</p>;
  const label = (metric: Parameters<typeof metricLabel>[0]) => metricLabel(metric, online?.scorers ?? []);
  return (
    <div className="grid min-w-0 gap-1">
      {guard ? (
        <p>
          <b className="font-medium">{statusWords[guard.status]}</b>
          {guard.isEnabled ? `. ${describeGuard(guard, label)}` : ". The guard is kept, and does nothing."}
        </p>
      ) : (
        <p className="text-fg-muted">No guard. Nothing is told, and nothing rolls back automatically.</p>
      )}
      <p className="text-fg-muted">
        {online?.isEnabled ? `Scored live: ${scoringWords(online)}` : "Live answers are not scored."}
      </p>
      <p className="text-12 text-fg-subtle">
        {guard?.checkedAt ? (
          <>
            <RelativeTime at={guard.checkedAt} prefix="scores last compared" ago />
            {" · "}
          </>
        ) : null}
        {`set up by ${guard?.updatedBy ?? online?.updatedBy} · `}
        <TextLink href={qualityPath(workspace, name, { environment })}>Quality</TextLink>
      </p>
    </div>
  );
}
