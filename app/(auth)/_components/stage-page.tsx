import type { ReactNode } from "react";
import { Mark } from "@/components/ui/mark";
import packageJson from "@/package.json";

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

/** A drawing of a stage from above, with an understudy in the wings. Shown beside the form. */
function Stage() {
  return (
    <div aria-hidden="true" className="relative overflow-hidden border-line border-l bg-house max-md:hidden">
      <svg
        viewBox="0 0 720 900"
        preserveAspectRatio="xMidYMid slice"
        fill="none"
        aria-hidden="true"
        className="absolute inset-0 size-full"
      >
        <g className="stroke-house-line-faint" strokeWidth="1.25">
          <path d="M0 250h150M570 250h150M360 130v52M360 640v40" />
          <path d="M110 400a250 242 0 0 0 500 0M76 408a284 270 0 0 0 568 0M42 416a318 298 0 0 0 636 0M8 424a352 326 0 0 0 704 0" />
        </g>
        <path className="stroke-house-line" strokeWidth="2.5" d="M150 250v-44M570 250v-44M112 250v-26M608 250v-26" />
        <path className="stroke-house-line" strokeWidth="1.25" d="M150 250h420v130a210 206 0 0 1-420 0z" />
        <path
          className="stroke-house-path"
          strokeWidth="1.5"
          strokeLinecap="round"
          strokeDasharray="1.5 7"
          d="M86 198c116-4 206 46 238 132"
        />
        <circle className="stroke-house-lead" strokeWidth="1.5" strokeDasharray="4 4" cx="66" cy="198" r="16" />
        <circle className="fill-house-light" cx="360" cy="392" r="76" />
        <circle className="fill-house" cx="360" cy="392" r="15" />
      </svg>
      <p className="absolute right-10 bottom-9 left-10 max-w-[30em] text-balance text-16 text-house-text">
        Rehearse every prompt change before it goes on stage. Swap it out in a blink when it flops.
      </p>
    </div>
  );
}
