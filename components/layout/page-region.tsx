"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

type Props = {
  /** What stands here until the page that was asked for comes; null while none is. */
  skeleton: ReactNode;
  /** Where the skeleton sticks when the page is scrolled, below what stays above it. */
  top?: string;
  children: ReactNode;
};

const SkeletonContext = createContext(false);

/** Whether this stands in for a page that has not come: then its title is no heading yet. */
export const useIsSkeleton = () => useContext(SkeletonContext);

/** Bars of the page's own skeleton, which follows this one, appear at once for so long (ms). */
const followMs = 1_000;

/** Whether a skeleton stands here, or stood a moment ago. */
function useStoodJustNow(isStanding: boolean): boolean {
  const [stood, setStood] = useState(false);
  useEffect(() => {
    if (isStanding) setStood(true);
    else if (stood) {
      const timer = setTimeout(() => setStood(false), followMs);
      return () => clearTimeout(timer);
    }
  }, [isStanding, stood]);
  return isStanding || stood;
}

/**
 * The part of a frame that a page fills. Under a skeleton the page that is left keeps its place, height and scroll, so
 * the way back finds them.
 */
export function PageRegion({ skeleton, top = "0px", children }: Props) {
  const isWaiting = skeleton !== null;
  const isFollowed = useStoodJustNow(isWaiting);
  return (
    <div data-waiting={isWaiting || undefined} data-followed={isFollowed || undefined} className="page-region">
      {isWaiting ? (
        <div className="page-region-skeleton">
          <div className="sticky flex flex-col" style={{ top }}>
            <SkeletonContext value={true}>{skeleton}</SkeletonContext>
          </div>
        </div>
      ) : null}
      {children}
    </div>
  );
}
