import type { ReactNode } from "react";
import { findExperiment } from "./_components/find-experiment";

export async function generateMetadata({ params }: LayoutProps<"/[workspace]/experiments/[id]">) {
  const { workspace, id } = await params;
  return { title: (await findExperiment(workspace, id)).view.name };
}

export default function ExperimentLayout({ children }: { children: ReactNode }) {
  return children;
}
