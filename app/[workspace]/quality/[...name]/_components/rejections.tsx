import { withQuery } from "@/app/[workspace]/_components/paths";
import { ClockTime } from "@/components/ui/clock-time";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/text-link";
import type { UserActor } from "@/lib/auth/actor";
import { can } from "@/lib/auth/authorize";
import { formatCount, formatShare } from "@/lib/experiments/results/figures";
import type { QualityRange } from "@/lib/guards/quality/range";
import { getRejections, type RejectionGroupView } from "@/lib/guards/queries/rejections";
import { exampleWords, groupTitle, idsForLink, leadOf, suiteNameOf, versionWords } from "@/lib/guards/rejections/words";
import { MakeSuite } from "./make-suite";

type PromptPlace = { workspace: string; prompt: string; environment: string };
type Props = { actor: UserActor; place: PromptPlace; range: QualityRange; version: number | null };

/** Groups the answers that people and scorers rejected in a period. One click makes a suite from a group. */
export async function Rejections({ actor, place, range, version }: Props) {
  const { prompt: name, environment } = place;
  const found = await getRejections(actor, { name, environment, range, ...(version !== null && { version }) });
  if (found.rejected === 0)
    return (
      <EmptyState plain heading="h3" title="No rejected answers in this time">
        A thumbs down, two stars or fewer, a broken rule and a scorer that was not passed reject an answer.
      </EmptyState>
    );
  return (
    <>
      <p className="pb-1 text-fg-muted">{leadOf(found)}</p>
      <ul>
        {found.groups.map((group) => (
          <Group
            key={group.interactionIds[0] ?? group.words.join(" ")}
            place={place}
            range={range}
            group={group}
            rejected={found.rejected}
            isOnly={found.groups.length === 1}
            mayKeep={can(actor, "suite:write")}
          />
        ))}
      </ul>
    </>
  );
}

type GroupProps = {
  place: PromptPlace;
  range: QualityRange;
  group: RejectionGroupView;
  /** The number of all rejected answers. */
  rejected: number;
  isOnly: boolean;
  mayKeep: boolean;
};

function Group({ place, range, group, rejected, isOnly, mayKeep }: GroupProps) {
  const { workspace, prompt, environment } = place;
  const { words, size, share, metrics, versions, examples, interactionIds } = group;
  const title = groupTitle(group, isOnly);
  const ids = idsForLink(interactionIds);
  // Answers to the same question with the same reason look alike: one of them is shown.
  const shown = [...new Map(examples.map((example) => [exampleWords(example), example])).values()];
  const rows = { prompt, environment, range, ids: ids.join(",") };
  return (
    <li className="border-line border-b py-4 last:border-0">
      <div className="flex items-start justify-between gap-x-4 gap-y-2 max-md:flex-wrap">
        <div className="min-w-0">
          <h3 className="font-medium [overflow-wrap:anywhere]">{title}</h3>
          <p className="mt-0.5 text-12 text-fg-muted tabular-nums">
            {[
              `${formatCount(size)} of ${formatCount(rejected)} rejected answers (${formatShare(share)})`,
              ...metrics.map(({ label, count }) => `${label} ${formatCount(count)}`),
              versionWords(versions),
              ...(words.length > 0 && title.startsWith("“") ? [`Words: ${words.join(", ")}`] : []),
            ].join(" · ")}
          </p>
        </div>
        <div className="flex shrink-0 items-center gap-3">
          {ids.length > 0 ? (
            <TextLink href={withQuery(`/${workspace}/requests`, rows)} aria-label={`In requests: ${title}`}>
              {ids.length < size ? `Newest ${ids.length} in requests` : "In requests"}
            </TextLink>
          ) : null}
          {mayKeep ? (
            <MakeSuite
              prompt={prompt}
              name={suiteNameOf(prompt, title)}
              about={title}
              interactionIds={interactionIds}
            />
          ) : null}
        </div>
      </div>
      <ul className="mt-2 grid gap-1.5">
        {shown.map((example) => (
          <li key={example.interactionId} className="flex items-baseline gap-3">
            <span className="w-[88px] shrink-0 text-12 text-fg-subtle tabular-nums max-md:hidden">
              <ClockTime at={example.at} />
            </span>
            <TextLink
              href={withQuery(`/${workspace}/requests`, { prompt, environment, range, request: example.interactionId })}
              className="line-clamp-2 min-w-0 text-fg [overflow-wrap:anywhere] hover:text-fg"
            >
              {exampleWords(example)}
            </TextLink>
          </li>
        ))}
      </ul>
    </li>
  );
}
