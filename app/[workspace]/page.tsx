import { redirect } from "next/navigation";
import { requireActor } from "@/lib/auth/session";
import { getFirstSteps } from "@/lib/runtime/first-steps/queries";

/** An empty workspace opens "Get started". Every other workspace opens its prompts. */
export default async function WorkspacePage({ params }: PageProps<"/[workspace]">) {
  const { workspace } = await params;
  const actor = await requireActor(workspace);
  const { hasPrompt } = await getFirstSteps(actor);
  redirect(`/${workspace}/${hasPrompt ? "prompts" : "start"}`);
}
