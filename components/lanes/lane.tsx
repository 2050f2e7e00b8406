import { Lock } from "lucide-react";
import type { ReactNode, Ref } from "react";
import { cn } from "../ui/cn";
import { type Status, StatusGlyph } from "../ui/status";

export type LaneProps = {
  name: string;
  /** Right in the header: since when. */
  since: ReactNode;
  isProtected: boolean;
  /** The version that users get. It is shown in the pool of light. */
  isLive: boolean;
  /** Null: the lane is empty and shows `message`. Without a status it equals the production version. */
  version: { number: number; status: Status | undefined } | null;
  /** The share of users who get it, as text, if others get another version: "90 %". */
  share: string | undefined;
  /** The element that moves between lanes. */
  versionRef: Ref<HTMLDivElement>;
  message: ReactNode;
  foot: ReactNode;
};

/** A lane: one environment that can have a version. */
export function Lane({ name, since, isProtected, isLive, version, share, versionRef, message, foot }: LaneProps) {
  return (
    <div
      className={cn(
        "min-w-0 flex-1 px-20 pt-3.5 pb-3 md:max-lg:px-16",
        "max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:items-center max-md:gap-x-3 max-md:px-4 max-md:py-2.5",
        isLive &&
          "bg-[radial-gradient(ellipse_150px_52px_at_152px_100%,var(--production-soft),transparent_100%)] shadow-[inset_0_-2px_0_var(--limelight-line)]",
      )}
    >
      <div className="flex items-center gap-1.5 text-fg-muted">
        <h2 className="font-medium text-13">{name}</h2>
        {isProtected ? <Lock role="img" aria-label="protected" className="size-3" /> : null}
        {since ? <span className="ml-auto text-12 text-fg-subtle max-md:ml-1">{since}</span> : null}
      </div>
      <div
        ref={versionRef}
        className="flex h-8 items-center gap-2 font-semibold text-20 max-md:col-start-2 max-md:row-start-1 max-md:h-6 max-md:text-16"
      >
        {version ? (
          <>
            {version.status ? (
              <StatusGlyph status={version.status} className={version.status === "production" ? "size-3" : "size-4"} />
            ) : null}
            <span className={version.status ? undefined : "text-fg-muted"}>{`v${version.number}`}</span>
            {isLive ? null : <span className="sr-only">{version.status ?? "same as production"}</span>}
            {isLive ? (
              <span className="rounded-sm bg-production-soft px-1.5 font-medium text-12 text-production leading-5 tracking-normal">
                live
              </span>
            ) : null}
            {share ? <span className="font-normal text-14 text-fg-muted tabular-nums">{share}</span> : null}
          </>
        ) : (
          <span className="font-normal text-fg-subtle max-md:hidden">–</span>
        )}
      </div>
      <p className={cn("truncate max-md:col-span-2", !version && "text-fg-muted")}>{message}</p>
      {foot ? (
        <div className="mt-0.5 flex min-h-6 items-center gap-x-2.5 text-12 text-fg-muted max-md:col-span-2">{foot}</div>
      ) : null}
    </div>
  );
}
