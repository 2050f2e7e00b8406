import { skeletonRows } from "@/app/[workspace]/_components/table-page-loading";
import { Main } from "@/components/layout/main";
import { Loading, Skeleton } from "@/components/ui/skeleton";

export default function HistoryLoading() {
  return (
    <Main flush>
      <Loading label="Loading the history">
        <div className="h-[30px] border-line border-b max-md:hidden" />
        {skeletonRows.map((width) => (
          <div key={width} className="flex h-[38px] items-center border-line border-b px-6 max-md:h-[68px] max-md:px-4">
            <Skeleton className={width} />
          </div>
        ))}
      </Loading>
    </Main>
  );
}
