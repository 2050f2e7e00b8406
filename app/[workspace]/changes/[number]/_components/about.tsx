import type { ReactNode } from "react";
import { ActorName } from "@/app/[workspace]/_components/actor-name";
import { promptPath } from "@/app/[workspace]/_components/paths";
import { Facts } from "@/components/ui/facts";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import type { ChangeRequestDetail } from "@/lib/registry/change-request-views";
import { SidePart } from "./side-part";

/** The facts about a change request. */
export function About({ workspace, request }: { workspace: string; request: ChangeRequestDetail }) {
  const { prompt, environment, version, baseVersion, author, versionAuthor, createdAt } = request;
  const history = promptPath(workspace, prompt, {
    tab: "history",
    ...(baseVersion !== null && { from: baseVersion, to: version }),
  });
  const rows: [string, ReactNode][] = [
    [
      "Prompt",
      <TextLink key="p" href={promptPath(workspace, prompt, { tab: "history" })}>
        {prompt}
      </TextLink>,
    ],
    ["Version", <TextLink key="v" href={history}>{`v${version}`}</TextLink>],
    ["Written by", <ActorName key="w" actor={versionAuthor} />],
    ["Environment", environment],
    ["Replaces", baseVersion === null ? "nothing" : `v${baseVersion}`],
    ["Requested by", <ActorName key="a" actor={author} />],
    ["Requested", <RelativeTime key="t" at={createdAt} />],
  ];
  return (
    <SidePart title="About">
      <Facts rows={rows} />
    </SidePart>
  );
}
