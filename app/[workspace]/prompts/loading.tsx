"use client"; // the HTML holds it once: a component of the server is sent as elements as well

import { Main } from "@/components/layout/main";
import { Topbar } from "@/components/layout/topbar";
import { Loading } from "@/components/ui/skeleton";

/** Before anything is known: what the list and a prompt have in common. */
export default function OpeningPrompts() {
  return (
    <>
      <Topbar crumbs={[{ label: "Prompts" }]} />
      <Main flush>
        <Loading label="Loading prompts">
          <div className="skeleton-tabs flex h-11 items-center gap-6 px-6 max-md:px-4">
            <i />
            <i />
            <i />
          </div>
          <div className="skeleton-bars grid grid-cols-1 gap-5 border-line border-t px-6 pt-6 max-md:px-4">
            <i />
            <i />
            <i />
            <i />
            <i />
          </div>
        </Loading>
      </Main>
    </>
  );
}
