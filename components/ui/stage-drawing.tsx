import { EmptyStage } from "./empty-stage";

/** A stage seen from above: an apron and a spot, a ring in the wings. Once a version is live, a dot is in the light. */
export function StageDrawing({ isLive }: { isLive: boolean }) {
  if (!isLive) return <EmptyStage className="max-w-80 max-md:max-w-55" />;
  return (
    <svg viewBox="0 0 320 200" aria-hidden="true" fill="none" className="mx-auto block w-full max-w-80 max-md:max-w-55">
      <path className="stroke-line-strong" d="M0 34h320" />
      <path className="stroke-line-control" strokeWidth="1.25" d="M64 34h192v52a96 92 0 0 1-192 0z" />
      <path className="stroke-line-strong" d="M36 96a124 118 0 0 0 248 0" />
      <path className="stroke-line-control" strokeWidth="2" d="M46 34V24M274 34V24M64 34V14M256 34V14" />
      <path className="stroke-line-strong" d="M14 102a146 132 0 0 0 292 0" />
      <path
        className="stroke-line-control"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeDasharray="1.5 4"
        d="M36 14c60-2 92 14 108 46"
      />
      <circle className="stroke-line-control" strokeWidth="1.5" strokeDasharray="3 3" cx="26" cy="14" r="8" />
      <circle className="fill-limelight" cx="160" cy="92" r="34" />
      <circle className="fill-on-limelight" cx="160" cy="92" r="8.5" />
    </svg>
  );
}
