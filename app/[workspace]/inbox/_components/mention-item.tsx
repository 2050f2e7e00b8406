import { AtSign } from "lucide-react";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { mentionQuery } from "@/lib/requests/mention-query";
import type { NoteMention } from "@/lib/requests/queries/note-mentions";
import { withQuery } from "../../_components/paths";

type Props = { workspace: string; mention: NoteMention };

/** A note about requests that mentions the person. It leads to the requests. */
export function MentionItem({ workspace, mention: { at, author, body, environments, interactionIds } }: Props) {
  const count = interactionIds.length;
  return (
    <li className="border-line border-b">
      <Link
        href={withQuery(`/${workspace}/requests`, mentionQuery(interactionIds))}
        className="grid grid-cols-[16px_minmax(0,1fr)_auto] gap-x-3 px-6 py-2.5 transition-colors hover:bg-surface-hover focus-visible:-outline-offset-2 max-md:px-4 [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:text-fg-muted"
      >
        <AtSign />
        <span className="min-w-0">
          <span className="block font-medium [overflow-wrap:anywhere]">
            <b className="font-semibold">{author}</b>
            {` mentioned you in a note about ${count === 1 ? "a request" : `${count} requests`}`}
          </span>
          <span className="line-clamp-2 text-12 text-fg-muted [overflow-wrap:anywhere]">{body}</span>
          <span className="mt-0.5 block text-12 text-fg-muted">{`In ${environments.join(", ")}`}</span>
        </span>
        <RelativeTime at={at} className="text-12 text-fg-subtle leading-5" />
      </Link>
    </li>
  );
}
