import { Main } from "@/components/layout/main";
import { EmptyState } from "@/components/ui/empty-state";

/** Shown instead of content that the role may not see. */
export function NoAccess({ title, role }: { title: string; role: string }) {
  return (
    <Main>
      <EmptyState title={title}>Your role here is {role}. Ask an admin or owner of the workspace.</EmptyState>
    </Main>
  );
}
