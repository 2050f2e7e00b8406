import { Main } from "@/components/layout/main";
import { Topbar } from "@/components/layout/topbar";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export const metadata = { title: "Not found" };

export default function WorkspaceNotFound() {
  return (
    <>
      <Topbar crumbs={[{ label: "Not found" }]} />
      <Main>
        <EmptyState title="There is nothing at this address" action={<Button href="/">Go to the prompts</Button>}>
          It was moved or archived, or the address is wrong. ⌘K finds prompts by name.
        </EmptyState>
      </Main>
    </>
  );
}
