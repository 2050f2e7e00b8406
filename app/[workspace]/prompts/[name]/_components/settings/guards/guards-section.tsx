"use client";

import { promptPath, qualityPath } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { beginWatching, switchWatching } from "@/app/[workspace]/prompts/[name]/actions/settings";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { LinkButton, TextLink } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import { describeGuard } from "@/lib/guards/describe-guard";
import { metricLabel } from "@/lib/guards/finding-words";
import type { WatchView } from "@/lib/guards/queries/watch";
import { scoringWords, statusWords } from "@/lib/guards/watch-words";

type WatchedPlace = WatchView & { title: string; isProduction: boolean };

type Props = {
  name: string;
  /** In the order of the lanes, production last. */
  places: readonly WatchedPlace[];
  /** The path of the audit log of these settings. Null for people who may not read it. */
  auditHref: string | null;
  /** Why nothing can be changed. Null if it can. */
  off: string | null;
};

/** Describes how each environment is watched in a sentence, with buttons to change it. */
export function GuardsSection({ name, places, auditHref, off }: Props) {
  const workspace = useWorkspace();
  return (
    <section id="guards" aria-labelledby="guards-title" className="mt-8 scroll-mt-28 border-line border-t pt-5">
      <h2 id="guards-title" className="text-14">
        Guards
      </h2>
      <p className="mt-1 mb-3 max-w-[62ch] text-fg-muted">
        A guard checks live answers and rolls back to the previous version when a new one is worse.
        {auditHref ? (
          <>
            {" "}
            <TextLink href={auditHref}>Show changes</TextLink>
          </>
        ) : null}
      </p>
      <ul className="border-line border-t">
        {places.map((place) => {
          const { environment, title } = place;
          const href = promptPath(workspace, name, { tab: "settings", guards: environment });
          return (
            <li
              key={environment}
              className="grid grid-cols-[112px_minmax(0,1fr)_auto] gap-x-3 border-line border-b py-2.5 last:border-b-0 last:pb-0 max-md:grid-cols-1 max-md:gap-y-1"
            >
              <h3 className="font-medium">{title}</h3>
              <Place name={name} {...place} />
              {off === null ? <Acts name={name} place={place} href={href} /> : null}
            </li>
          );
        })}
      </ul>
      {off === null ? null : <p className="mt-2 text-12 text-fg-muted">{off}</p>}
    </section>
  );
}

type ActsProps = { name: string; place: WatchedPlace; href: string };

/** The buttons to start, change, or turn on and off how an environment is watched. */
function Acts({ name, place, href }: ActsProps) {
  const workspace = useWorkspace();
  const { environment, isProduction, online, guard } = place;
  const isOn = online?.isEnabled || guard?.isEnabled;
  const set = (isEnabled: boolean) => switchWatching({ workspace, name, environment, isEnabled });
  const turn = useAction({
    run: set,
    done: (_, isEnabled) =>
      isEnabled
        ? null
        : {
            title: `${name} is not watched in ${environment} any more.`,
            detail: "Its settings are kept.",
            undo: { run: () => set(true) },
          },
    refresh: "done",
    failed: isOn ? "It was not turned off." : "It was not turned on.",
  });
  const begin = useAction({
    run: () => beginWatching({ workspace, name, environment }),
    done: {
      title: `${name} is watched in ${environment}.`,
      detail: "It uses the default settings. The guard checks every 15 seconds.",
      undo: { run: () => set(false) },
    },
    refresh: "done",
    failed: "It is not watched yet.",
  });
  return (
    <span className="flex items-baseline gap-3 self-start">
      {online || guard ? (
        <>
          <TextLink href={href} aria-label={`Change how ${environment} is watched`}>
            Change
          </TextLink>
          <LinkButton
            aria-label={isOn ? `Stop watching ${environment}` : `Watch ${environment} again`}
            disabled={turn.isBusy}
            onClick={() => turn.start(!isOn)}
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
              busy={begin.isBusy && "Setting up"}
              aria-label={`Watch this prompt in ${environment}`}
              onClick={() => begin.start()}
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
  );
}

function Place({ name, environment, online, guard }: WatchView & { name: string }) {
  const workspace = useWorkspace();
  if (!online && !guard) return <p className="text-fg-muted">It is not watched here.</p>;
  const label = (metric: Parameters<typeof metricLabel>[0]) => metricLabel(metric, online?.scorers ?? []);
  return (
    <div className="grid min-w-0 gap-1">
      {guard ? (
        <p>
          <b className="font-medium">{statusWords[guard.status]}</b>
          {guard.isEnabled ? `. ${describeGuard(guard, label)}` : ". The guard is turned off. Its settings are kept."}
        </p>
      ) : (
        <p className="text-fg-muted">No guard. There are no alerts and no automatic rollbacks.</p>
      )}
      <p className="text-fg-muted">
        {online?.isEnabled ? `Scored live: ${scoringWords(online)}` : "Live answers are not scored."}
      </p>
      <p className="text-12 text-fg-subtle">
        {guard?.checkedAt ? (
          <>
            <RelativeTime at={guard.checkedAt} prefix="Scores last compared" ago />
            {" · "}
          </>
        ) : null}
        {`set up by ${guard?.updatedBy ?? online?.updatedBy} · `}
        <TextLink href={qualityPath(workspace, name, { environment })}>Quality</TextLink>
      </p>
    </div>
  );
}
