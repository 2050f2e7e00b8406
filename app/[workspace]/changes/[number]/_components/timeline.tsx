import {
  CircleCheck,
  CircleX,
  GitCommitHorizontal,
  GitPullRequestArrow,
  History,
  MessageSquare,
  MessageSquareWarning,
  Pencil,
  RotateCcw,
} from "lucide-react";
import type { ReactNode } from "react";
import { ActorName } from "@/app/[workspace]/_components/actor-name";
import { WrittenText } from "@/app/[workspace]/_components/written-text";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import type { ActorView } from "@/lib/auth/actor-view";
import type { PersonView } from "@/lib/auth/queries/people";
import type { ChangeRequestDetail, ReviewEventView } from "@/lib/registry/change-request-views";
import { placeWords, toThreads } from "@/lib/registry/reviews-threads";
import { eventWords } from "@/lib/registry/reviews-words";

const icon = "size-3.5";
const looks: Record<ReviewEventView["kind"], { icon: ReactNode; tone: string }> = {
  opened: { icon: <GitPullRequestArrow className={icon} />, tone: "text-fg-subtle" },
  approved: { icon: <CircleCheck className={icon} />, tone: "text-positive" },
  changes_requested: { icon: <MessageSquareWarning className={icon} />, tone: "text-warning" },
  commented: { icon: <MessageSquare className={icon} />, tone: "text-fg-subtle" },
  amended: { icon: <Pencil className={icon} />, tone: "text-fg-subtle" },
  updated: { icon: <History className={icon} />, tone: "text-fg-subtle" },
  closed: { icon: <CircleX className={icon} />, tone: "text-fg-subtle" },
  reopened: { icon: <RotateCcw className={icon} />, tone: "text-fg-subtle" },
  released: { icon: <GitCommitHorizontal className={icon} />, tone: "text-production" },
};

type TimelineEntry = {
  id: string;
  at: string;
  who: ActorView;
  words: string;
  body: string;
  look: keyof typeof looks;
  href?: string;
};

/** Lists all comments and events, oldest first. Comments on lines link to their place. */
export function Timeline({ request, people }: { request: ChangeRequestDetail; people: readonly PersonView[] }) {
  const entries: TimelineEntry[] = [
    ...request.events.map((event) => ({
      id: event.id,
      at: event.at,
      who: event.actor,
      body: event.body,
      look: event.kind,
      words: eventWords(event, request.environment),
    })),
    ...toThreads(request.comments).map(({ root }) => ({
      id: root.id,
      at: root.createdAt,
      who: root.author,
      body: "",
      look: "commented" as const,
      words: `${root.suggestion ? "suggested a change to" : "commented on"} ${placeWords(root)}`,
      href: `#comment-${root.id}`,
    })),
  ].toSorted((one, other) => one.at.localeCompare(other.at));
  return (
    <section aria-labelledby="timeline" className="px-6 py-5 max-md:px-4">
      <h2 id="timeline" className="mb-3 text-14">
        What happened
      </h2>
      <ol className="relative max-w-[680px] before:absolute before:inset-y-2 before:left-[9px] before:w-px before:bg-line-strong">
        {entries.map(({ id, at, who, words, body, look, href }) => (
          <li key={id} className="grid grid-cols-[20px_minmax(0,1fr)_auto] gap-x-3 pb-3 last:pb-0">
            <span
              aria-hidden="true"
              className={`relative grid size-5 place-items-center rounded-full bg-surface ${looks[look].tone}`}
            >
              {looks[look].icon}
            </span>
            <div className="min-w-0">
              <p>
                <ActorName actor={who} className="font-medium" /> <span className="text-fg-muted">{words}</span>
                {href ? (
                  <>
                    {" "}
                    <TextLink href={href} aria-label={`Show the comment by ${who.name} on the line`}>
                      Show
                    </TextLink>
                  </>
                ) : null}
              </p>
              {body ? (
                <div className="mt-1 border-line-strong border-l-2 pl-3">
                  <WrittenText text={body} people={people} />
                </div>
              ) : null}
            </div>
            <RelativeTime at={at} className="text-12 text-fg-subtle leading-5" />
          </li>
        ))}
      </ol>
    </section>
  );
}
