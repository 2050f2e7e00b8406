import { redirect } from "next/navigation";
import { requireActor } from "@/lib/auth/session";

type Props = { params: Promise<{ workspace: string }> };

export default async function WorkspacePage({ params }: Props) {
  const { workspace } = await params;
  await requireActor(workspace);
  redirect(`/${workspace}/prompts`);
}
