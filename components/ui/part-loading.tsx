import { Loading, Skeleton } from "./skeleton";

/** Stands in for a part of a page until its code has loaded. */
export function PartLoading() {
  return (
    <Loading label="Loading" className="grid gap-3 px-5 py-4">
      <Skeleton className="h-8 w-64 max-w-full" />
      <Skeleton className="h-32 w-full" />
    </Loading>
  );
}
