import { TabLoading } from "../_components/prompt-loading";

/** The skeleton of a prompt's tab. */
export default function OpeningTab() {
  return <TabLoading />;
}
