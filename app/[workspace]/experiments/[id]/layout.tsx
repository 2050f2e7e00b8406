import type { ReactNode } from "react";
import { findExperiment } from "./_components/find-experiment";

type Props = { params: Promise<{ workspace: string; id: string }> };

export async function generateMetadata({ params }: Props) {
  const { workspace, id } = await params;
  return { title: (await findExperiment(workspace, id)).view.name };
}

export default function ExperimentLayout({ children }: { children: ReactNode }) {
  return children;
}
