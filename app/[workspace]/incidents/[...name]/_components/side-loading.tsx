import { Loading, Skeleton } from "@/components/ui/skeleton";

/** A section of the side panel while it loads. */
export function SideLoading() {
  return (
    <Loading className="grid gap-2.5 px-5 pt-4 pb-5 max-lg:px-6 max-md:px-4">
      <Skeleton className="w-24" />
      <Skeleton className="w-52" />
      <Skeleton className="w-40" />
    </Loading>
  );
}
