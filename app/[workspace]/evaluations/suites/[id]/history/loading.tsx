import { skeletonRows } from "@/app/[workspace]/_components/table-page-loading";
import { Main } from "@/components/layout/main";
import { Loading, SkeletonRows } from "@/components/ui/skeleton";

export default function HistoryLoading() {
  return (
    <Main flush>
      <Loading label="Loading the history">
        <div className="h-[30px] border-line border-b max-md:hidden" />
        <SkeletonRows widths={skeletonRows} className="h-[38px] px-6 max-md:h-[68px] max-md:px-4" />
      </Loading>
    </Main>
  );
}
