import { notFound } from "next/navigation";
import { requireActor } from "@/lib/auth/session";

/**
 * Every address of a workspace that no page has: "not found" inside the frame of the workspace, with its navigation.
 */
export default async function MissingPage({ params }: PageProps<"/[workspace]/[...missing]">) {
  const { workspace } = await params;
  await requireActor(workspace);
  return notFound();
}
