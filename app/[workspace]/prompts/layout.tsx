import { headers } from "next/headers";
import type { ReactNode } from "react";
import { promptHeader } from "@/app/addresses";
import { openPrompt } from "./[name]/_components/open-prompt";

type Props = { params: Promise<{ workspace: string }>; children: ReactNode };

/** The skeleton of a prompt is sent with status 200, so whether the prompt exists is settled here, before it. */
export default async function PromptsLayout({ params, children }: Props) {
  const segment = (await headers()).get(promptHeader);
  if (segment) await openPrompt((await params).workspace, segment);
  return children;
}
