"use client";

import { FileCheck } from "lucide-react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { useAction } from "@/components/ui/use-action";
import type { HistoryState } from "@/lib/auth/history/queries";
import type { SignedHead } from "@/lib/auth/history/signature";
import { signHistory } from "../actions";

function saveAsFile(name: string, head: SignedHead): void {
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(head, null, 2)}\n`], { type: "application/json" }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}

const count = new Intl.NumberFormat("en-US");

/** The length of the history chain, its signed part, and a signed head to store elsewhere. */
export function HistoryChain({ history: { entries, signed } }: { history: HistoryState }) {
  const workspace = useWorkspace();
  const { start, isBusy } = useAction({
    run: () => signHistory({ workspace }),
    onDone: (head) => saveAsFile(`${workspace}-history-${head.position}.json`, head),
    refresh: "done",
    failed: "The history was not signed.",
  });
  return (
    <section aria-labelledby="history-chain" className="my-6 border-line border-t pt-5">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="max-w-[68ch]">
          <h2 id="history-chain" className="text-14">
            History chain
          </h2>
          <p className="mt-1 text-fg-muted">
            Every audit event, release and version is hashed together with the one before it. A signed head that you
            keep elsewhere shows later whether anything up to it was changed, removed or reordered: run{" "}
            <code>npm run verify -- --head FILE</code> on the server.
          </p>
        </div>
        <Button
          icon={<FileCheck />}
          busy={isBusy && "Signing"}
          off={entries === 0 ? "Nothing is written yet." : null}
          onClick={() => start()}
        >
          Download signed head
        </Button>
      </div>
      <dl className="mt-3 flex flex-wrap gap-x-8 gap-y-2">
        <div>
          <dt className="text-12 text-fg-muted">Entries</dt>
          <dd className="tabular-nums">{count.format(entries)}</dd>
        </div>
        <div>
          <dt className="text-12 text-fg-muted">Signed</dt>
          <dd>
            {signed ? (
              <>
                up to {count.format(signed.position)}, <RelativeTime at={signed.at} ago />
              </>
            ) : (
              "Not yet. The first signature follows within minutes."
            )}
          </dd>
        </div>
        {signed ? (
          <div className="min-w-0">
            <dt className="text-12 text-fg-muted">Public key (Ed25519)</dt>
            <dd className="flex min-w-0 items-center gap-1">
              <code className="truncate">{signed.publicKey}</code>
              <CopyButton text={signed.publicKey} label="Copy the public key" />
            </dd>
          </div>
        ) : null}
      </dl>
    </section>
  );
}
