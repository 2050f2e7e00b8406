import type { ReactNode } from "react";
import { Main, type MainProps } from "./main";
import { Topbar, type TopbarProps } from "./topbar";

/** A page: the bar with its path, state and actions, then the content. `tabs` stand between them. */
export function PageLayout({ crumbs, state, actions, tabs, ...main }: TopbarProps & MainProps & { tabs?: ReactNode }) {
  return (
    <>
      <Topbar crumbs={crumbs} state={state} actions={actions} />
      {tabs}
      <Main {...main} />
    </>
  );
}
