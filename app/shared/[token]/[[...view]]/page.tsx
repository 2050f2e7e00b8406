import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { askingAddress } from "@/app/_components/asking-address";
import { EmptyState } from "@/components/ui/empty-state";
import { type OpenedShareLink, openShareLink } from "@/lib/auth/share-links/queries";
import { giveBackLink, mayTryLink } from "@/lib/auth/try-limit";
import { databaseNow } from "@/lib/core/database-clock";
import { SharedEvaluation } from "../_components/shared-evaluation";
import { SharedExperiment } from "../_components/shared-experiment";
import type { SharedProps } from "../_components/shared-props";
import { SharedRequest } from "../_components/shared-request";

// The link is a secret. It must not reach other sites by the Referer header, nor search engines.
export const metadata: Metadata = {
  title: "Shared with you",
  description: "Content shared with you.",
  robots: { index: false, follow: false, nocache: true },
  referrer: "no-referrer",
};

/** The page for each kind of link. */
const shown: Record<OpenedShareLink["target"], (props: SharedProps) => Promise<ReactNode>> = {
  evaluation: SharedEvaluation,
  experiment: SharedExperiment,
  request: SharedRequest,
};

/** Shows shared results or a shared answer to anyone with the link. Everything is plain text and read-only. */
export default async function SharedPage({ params, searchParams }: PageProps<"/shared/[token]/[[...view]]">) {
  await connection();
  const { token, view } = await params;
  const address = await askingAddress();
  if (!mayTryLink(address))
    return (
      <main className="grid min-h-dvh place-items-center">
        <EmptyState heading="h1" title="Too many attempts">
          Wait a minute, then open the link again.
        </EmptyState>
      </main>
    );
  const link = await openShareLink(token, databaseNow(), address);
  if (!link) notFound();
  const Shown = shown[link.target];
  giveBackLink(address);
  return <Shown link={link} token={token} view={view?.join("/")} searchParams={searchParams} />;
}
