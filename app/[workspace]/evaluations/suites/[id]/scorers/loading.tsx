import { Main } from "@/components/layout/main";
import { Loading, SkeletonRows } from "@/components/ui/skeleton";

export default function ScorersLoading() {
  return (
    <Main flush>
      <Loading label="Loading scorers" className="grid gap-3 px-6 pt-6 max-md:px-4">
        <SkeletonRows widths={["w-72", "w-52", "w-64", "w-80", "w-56", "w-60"]} className="h-14" />
      </Loading>
    </Main>
  );
}
