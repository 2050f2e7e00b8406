import { rejectedPath, withQuery } from "@/app/[workspace]/_components/paths";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import { formatCount } from "@/lib/experiments/results/figures";
import type { SaidComment } from "@/lib/guards/incident/same-words";
import type { Incident } from "@/lib/guards/queries/incident";

type Props = { workspace: string; incident: Incident; rejected: number; comments: readonly SaidComment[] };

/** Comments of users who gave the version a thumbs down. */
export function UserFeedback({ workspace, incident, rejected, comments }: Props) {
  const { prompt, environment, release } = incident;
  const all = { prompt, environment, version: release.toVersion, thumbs: "down" };
  return (
    <section aria-labelledby="said" className="border-line border-t px-6 pt-4 pb-5 max-md:px-4">
      <header className="mb-1 flex min-h-7 flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="said" className="text-14">
          What users said
        </h2>
        <span className="flex flex-wrap gap-x-4 text-12">
          <TextLink href={rejectedPath(workspace, incident)}>Rejected answers in groups</TextLink>
          {rejected > 0 ? (
            <TextLink href={withQuery(`/${workspace}/requests`, all)}>
              {`${formatCount(rejected)} with a thumbs down`}
            </TextLink>
          ) : null}
        </span>
      </header>
      {comments.length === 0 ? (
        <p className="text-fg-muted">{`Nobody wrote a comment on an answer of v${release.toVersion}.`}</p>
      ) : (
        <ul>
          {comments.map(({ interactionId, at, text, count }) => (
            <li key={interactionId} className="flex items-baseline justify-between gap-4 border-line border-b py-2">
              <TextLink
                href={withQuery(`/${workspace}/requests`, { request: interactionId })}
                className="min-w-0 text-fg [overflow-wrap:anywhere] hover:text-fg"
              >
                {`“${text}”`}
              </TextLink>
              <span className="shrink-0 text-12 text-fg-subtle">
                {count > 1 ? `${count} times, last ` : null}
                <RelativeTime at={at} ago />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
