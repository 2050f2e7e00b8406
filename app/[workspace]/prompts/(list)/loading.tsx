import { Main } from "@/components/layout/main";
import { Topbar } from "@/components/layout/topbar";
import { Loading, Skeleton } from "@/components/ui/skeleton";

const widths = ["w-44", "w-64", "w-52", "w-72", "w-56", "w-60", "w-40", "w-64"];

/** The boxes of the list, at their heights. */
export default function PromptsLoading() {
  return (
    <>
      <Topbar crumbs={[{ label: "Prompts" }]} />
      <Main flush>
        <Loading label="Loading prompts">
          <div className="flex h-13 items-center gap-2 px-6 max-md:px-4">
            <Skeleton className="h-7 w-65" />
            <Skeleton className="h-7 w-20" />
            <Skeleton className="h-7 w-20" />
          </div>
          <div className="h-[30px] border-line border-b" />
          <div className="h-[30px] border-line border-b bg-surface-sunken" />
          {widths.map((width) => (
            <div
              key={width + widths.indexOf(width)}
              className="flex h-[38px] items-center border-line border-b px-6 max-md:h-[68px] max-md:px-4"
            >
              <Skeleton className={width} />
              <Skeleton className="ml-auto w-40 max-md:hidden" />
            </div>
          ))}
        </Loading>
      </Main>
    </>
  );
}
