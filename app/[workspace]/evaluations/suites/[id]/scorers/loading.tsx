import { Main } from "@/components/layout/main";
import { Loading, Skeleton } from "@/components/ui/skeleton";

export default function ScorersLoading() {
  return (
    <Main flush>
      <Loading label="Loading scorers" className="grid gap-3 px-6 pt-6 max-md:px-4">
        {["w-72", "w-52", "w-64", "w-80", "w-56", "w-60"].map((width) => (
          <div key={width} className="flex h-14 items-center border-line border-b">
            <Skeleton className={width} />
          </div>
        ))}
      </Loading>
    </Main>
  );
}
