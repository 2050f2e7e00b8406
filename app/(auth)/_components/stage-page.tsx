import type { ReactNode } from "react";
import { Mark } from "@/components/ui/mark";
import packageJson from "@/package.json";
import { Stage } from "./stage";

/** The layout of pages for people who are not signed in: a narrow column with the drawing of a stage beside it. */
export function StagePage({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh grid-cols-[minmax(0,1fr)] md:grid-cols-2">
      <main className="flex flex-col px-10 py-8 max-md:px-4 max-md:py-6">
        <p className="flex items-center gap-2.5 text-16 tracking-[-0.01em]">
          <Mark size={24} />
          <b>Understudy</b>
        </p>
        <div className="m-auto w-90 max-w-full py-8">{children}</div>
        <p className="text-12 text-fg-subtle">Version {packageJson.version}</p>
      </main>
      <Stage />
    </div>
  );
}
