"use client";

import { type ErrorPageProps, ErrorState } from "@/app/_components/error-state";
import { PageLayout } from "@/components/layout/page-layout";

export default function WorkspaceError(props: ErrorPageProps) {
  return (
    <PageLayout crumbs={[{ label: "Something failed" }]}>
      <ErrorState {...props} heading="h2" />
    </PageLayout>
  );
}
