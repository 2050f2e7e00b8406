"use client";

import { Ellipsis, ListPlus, Play, Share2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-button";
import { IconButton } from "@/components/ui/icon-button";
import { lateDialog } from "@/components/ui/late-dialog";
import { Menu } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import { AddToSuite } from "../../_components/add-to-suite";
import { promptPath, withQuery } from "../../_components/paths";
import { useWorkspace } from "../../_components/use-workspace";
import type { OpenRequest } from "./use-request";

const ShareRequest = lateDialog(() => import("./share-request").then((module) => module.ShareRequest));

async function copy(text: string, what: string) {
  const isCopied = await copyText(text);
  toast(isCopied ? { title: `${what} is copied.`, seconds: 4 } : { tone: "failed", title: `${what} was not copied.` });
}

/** Actions for a request: try it again, add it to a suite, copy its id or link. */
export function PaneActs({ request }: { request: OpenRequest }) {
  const workspace = useWorkspace();
  const { interaction, canKeep, canShare, suites, prompt } = request;
  const { interactionId, userId, environment, at, version } = interaction;
  const [isAdding, setAdding] = useState(false);
  const [isSharing, setSharing] = useState(false);
  const canTry = prompt?.kind === "filled";
  const timeMachine = withQuery(`/${workspace}/time-machine`, {
    prompt: interaction.prompt,
    environment,
    at,
    ...(userId && { user: userId }),
  });
  return (
    <div className="px-5 pt-2.5 pb-3.5 max-md:px-4">
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          variant="primary"
          icon={<Play className="size-3.5 max-xl:hidden" />}
          href={promptPath(workspace, interaction.prompt, {
            tab: "playground",
            columns: String(version),
            ...(canTry && { request: interactionId }),
          })}
        >
          Open in playground
        </Button>
        {canKeep ? (
          <Button
            size="sm"
            icon={<ListPlus className="size-3.5 max-xl:hidden" />}
            aria-expanded={isAdding}
            onClick={() => setAdding(!isAdding)}
          >
            Add to suite
          </Button>
        ) : null}
        {canShare ? (
          <IconButton size="sm" label="Share" icon={<Share2 className="size-3.5" />} onClick={() => setSharing(true)} />
        ) : null}
        <Menu
          label="More"
          items={[
            { label: "Copy a link to this request", onSelect: () => void copy(linkTo(interactionId), "The link") },
            { label: "Copy its id", onSelect: () => void copy(interactionId, "The id") },
            ...(userId ? [{ label: "Copy the user's id", onSelect: () => void copy(userId, "The user's id") }] : []),
            "line",
            { label: "Time machine", href: timeMachine },
          ]}
          trigger={<IconButton size="sm" label="More" icon={<Ellipsis className="size-4" />} />}
        />
      </div>
      {isSharing ? <ShareRequest interactionId={interactionId} onClose={() => setSharing(false)} /> : null}
      {isAdding ? (
        <div className="mt-3">
          <AddToSuite prompt={interaction.prompt} interactionIds={[interactionId]} suites={suites} />
        </div>
      ) : null}
    </div>
  );
}

/** The address of the page with this request open, without filters. */
function linkTo(interactionId: string): string {
  const address = new URL(window.location.href);
  address.search = new URLSearchParams({ request: interactionId }).toString();
  return address.toString();
}
