import { Main } from "@/components/layout/main";
import { Topbar } from "@/components/layout/topbar";
import { Loading, Skeleton } from "@/components/ui/skeleton";

/** Before anything is known: what the list and a prompt have in common, a bar and lines below it. */
export default function OpeningPrompts() {
  return (
    <>
      <Topbar crumbs={[{ label: "Prompts" }]} />
      <Main flush>
        <Loading label="Loading prompts">
          <div className="flex h-11 items-center gap-6 px-6 max-md:px-4">
            {["w-24", "w-20", "w-16"].map((width) => (
              <Skeleton key={width} className={width} />
            ))}
          </div>
          <div className="grid grid-cols-1 gap-5 border-line border-t px-6 pt-6 max-md:px-4">
            {["w-44", "w-64", "w-52", "w-72", "w-56"].map((width) => (
              <Skeleton key={width} className={width} />
            ))}
          </div>
        </Loading>
      </Main>
    </>
  );
}
