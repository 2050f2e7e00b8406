import { PageLayout } from "@/components/layout/page-layout";
import { Loading, Skeleton } from "@/components/ui/skeleton";

export default function TimeMachineLoading() {
  return (
    <PageLayout crumbs={[{ label: "Time machine" }]} flush>
      <Loading label="Looking up">
        <div className="flex items-end gap-3 border-line border-b px-6 pt-[42px] pb-[18px] max-md:flex-col max-md:items-stretch max-md:px-4">
          <Skeleton className="h-8 flex-1" />
          <Skeleton className="h-8 flex-1" />
          <Skeleton className="h-8 flex-1" />
        </div>
        <div className="grid gap-3 px-6 py-6 max-md:px-4">
          <Skeleton className="h-7 w-2/3" />
          <Skeleton className="h-4 w-1/3" />
          <Skeleton className="mt-4 h-16 w-full" />
        </div>
      </Loading>
    </PageLayout>
  );
}
