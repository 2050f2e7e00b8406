"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

type Props = {
  /** Shown here until the requested page arrives. Null if no page is requested. */
  skeleton: ReactNode;
  /** The sticky offset of the skeleton when the page is scrolled, below the fixed parts. */
  top?: string;
  children: ReactNode;
};

const SkeletonContext = createContext(false);

/** Whether this is a skeleton, in which the title is not a heading. */
export const useIsSkeleton = () => useContext(SkeletonContext);

/** For this time (ms) the bars of the page's own skeleton, which follows this one, appear without a delay. */
const followMs = 1_000;

/** Whether a skeleton is shown here, or was shown a moment ago. */
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
 * The area of the frame for a page. Below a skeleton the previous page keeps its position, height and scroll, so that
 * going back restores them.
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
