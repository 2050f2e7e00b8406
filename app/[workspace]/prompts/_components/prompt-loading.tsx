import { Loading, Skeleton } from "@/components/ui/skeleton";

const lines = ["w-96", "w-80", "w-[28rem]", "w-72", "w-88"];

/** The skeleton of a tab. */
export function TabLoading() {
  return (
    <Loading label="Loading the prompt" className="grid grid-cols-1 gap-4 px-6 pt-6 max-md:px-4">
      <Skeleton className="h-4 w-28" />
      <div className="grid grid-cols-1 gap-3 rounded-lg border border-line p-4">
        {lines.map((width) => (
          <Skeleton key={width} className={`${width} max-w-full`} />
        ))}
      </div>
      <Skeleton className="h-4 w-24" />
      <Skeleton className="h-20 w-full max-w-[44rem] rounded-lg" />
    </Loading>
  );
}
