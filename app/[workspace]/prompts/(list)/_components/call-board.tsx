import type { ReactNode } from "react";
import { changePath, qualityPath } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { cn } from "@/components/ui/cn";
import { Link } from "@/components/ui/link";
import { MaskIcon } from "@/components/ui/mask-icon";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import type { WaitingExperiment } from "@/lib/experiments/queries/experiments";
import { experimentStepWords } from "@/lib/experiments/results/words";
import type { GotWorse } from "@/lib/guards/queries/got-worse";
import type { WaitingLine } from "@/lib/registry/waiting-line";

export type CallBoardProps = {
  worse: { count: number; items: readonly GotWorse[] };
  waiting: { count: number; items: readonly WaitingLine[] };
  undecided: readonly WaitingExperiment[];
};

const mostExperiments = 2;

/**
 * The board above the list: what got worse and what needs an action by the person. Hidden if there is nothing to show.
 */
export function CallBoard({ worse, waiting, undecided }: CallBoardProps) {
  const workspace = useWorkspace();
  const experiments = undecided.slice(0, mostExperiments);
  const shown = waiting.items.length + experiments.length;
  if (worse.items.length === 0 && shown === 0) return null;
  const isBoth = worse.items.length > 0 && shown > 0;
  return (
    <div className={cn("border-line border-b", isBoth && "grid grid-cols-2 max-lg:grid-cols-1")}>
      {worse.items.length > 0 ? (
        <Half
          id="got-worse"
          title={
            <span className="flex items-center gap-2 text-negative">
              <MaskIcon name="trending-down" />
              Got worse
            </span>
          }
          count={worse.count}
          shown={worse.items.length}
          moreHref={`/${workspace}/quality`}
        >
          {worse.items.map((item) => (
            <Line
              key={`${item.prompt} ${item.environment}`}
              href={qualityPath(workspace, item.prompt, { environment: item.environment })}
              at={item.at}
              detail={item.words}
            >
              <b>{item.prompt}</b>
              {` ${whatHappened(item)}`}
            </Line>
          ))}
        </Half>
      ) : null}
      {shown > 0 ? (
        <Half
          id="waiting"
          title={
            <span className="flex items-center gap-2">
              <MaskIcon name="hand" />
              Waiting for you
            </span>
          }
          count={waiting.count + undecided.length}
          shown={shown}
          moreHref={`/${workspace}/inbox`}
          className={isBoth ? "border-line border-l max-lg:border-t max-lg:border-l-0" : undefined}
        >
          {experiments.map(({ id, name, finding }) => (
            <Line key={id} href={`/${workspace}/experiments/${id}`} at={finding.asOf} detail={finding.sentence}>
              {`${experimentStepWords[finding.state]} `}
              <b>{name}</b>
            </Line>
          ))}
          {waiting.items.map((item) => (
            <Line key={item.number} href={changePath(workspace, item.number)} at={item.at} detail={item.detail}>
              {`${item.step} `}
              <b>{item.prompt}</b>
              {` ${item.what}`}
            </Line>
          ))}
        </Half>
      ) : null}
    </div>
  );
}

function whatHappened({ from, version, baselineVersion, environment }: GotWorse): string {
  const place = environment === "production" ? "" : ` in ${environment}`;
  if (from !== null) return `rolled back from v${from} to v${version} automatically${place}`;
  return `v${version} is worse${baselineVersion === null ? "" : ` than v${baselineVersion}`}${place}`;
}

type HalfProps = {
  id: string;
  title: ReactNode;
  count: number;
  shown: number;
  moreHref: string;
  className?: string | undefined;
  children: ReactNode;
};

function Half({ id, title, count, shown, moreHref, className, children }: HalfProps) {
  return (
    <section aria-labelledby={id} className={cn("min-w-0 px-6 py-3.5 max-md:px-4", className)}>
      <h2 id={id} className="flex items-center gap-2 text-13">
        {title} <span className="font-normal text-fg-muted tabular-nums">{count}</span>
      </h2>
      <ul className="mt-1.5 grid">{children}</ul>
      {count > shown ? (
        <TextLink href={moreHref} className="mt-1 inline-flex min-h-6 items-center max-md:min-h-10">
          {`${count - shown} more`}
        </TextLink>
      ) : null}
    </section>
  );
}

type LineProps = { href: string; at: string | null; detail: string; children: ReactNode };

function Line({ href, at, detail, children }: LineProps) {
  return (
    <li>
      <Link href={href} className="board-line">
        <span className="board-words">
          {children}
          {detail ? <small>{detail}</small> : null}
        </span>
        {at ? <RelativeTime at={at} /> : null}
      </Link>
    </li>
  );
}
