"use client";

import { type ErrorPageProps, ErrorState } from "@/app/_components/error-state";
import { Main } from "@/components/layout/main";
import { Topbar } from "@/components/layout/topbar";

export default function WorkspaceError(props: ErrorPageProps) {
  return (
    <>
      <Topbar crumbs={[{ label: "Something failed" }]} />
      <Main>
        <ErrorState {...props} heading="h2" />
      </Main>
    </>
  );
}
