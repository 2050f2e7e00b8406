"use client";

import { Download, Share2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { lateDialog } from "@/components/ui/late-dialog";
import { MoreMenu } from "@/components/ui/more-menu";

const ShareResultsDialog = lateDialog(() =>
  import("@/app/[workspace]/_components/share-dialog").then((module) => module.ShareResultsDialog),
);

type Props = { id: string; name: string; csvHref: string | null; canShare: boolean };

/** Exports or shares the results. A menu on a phone. */
export function PageActs({ id, name, csvHref, canShare }: Props) {
  const [isSharing, setSharing] = useState(false);
  const items = [
    ...(canShare ? [{ label: "Share results", icon: <Share2 />, onSelect: () => setSharing(true) }] : []),
    ...(csvHref
      ? [{ label: "All numbers as CSV", icon: <Download />, onSelect: () => window.location.assign(csvHref) }]
      : []),
  ];
  if (items.length === 0) return null;
  return (
    <>
      <span className="contents max-md:hidden">
        {canShare ? (
          <Button icon={<Share2 />} onClick={() => setSharing(true)} className="max-md:hidden">
            Share
          </Button>
        ) : null}
        {csvHref ? (
          <Button icon={<Download />} onClick={() => window.location.assign(csvHref)} className="max-md:hidden">
            CSV
          </Button>
        ) : null}
      </span>
      <span className="md:hidden">
        <MoreMenu of="this experiment" items={items} />
      </span>
      {isSharing ? (
        <ShareResultsDialog
          target="experiment"
          id={id}
          what={`the results of "${name}"`}
          shows="the verdict, metrics, charts and checks"
          onClose={() => setSharing(false)}
        />
      ) : null}
    </>
  );
}
