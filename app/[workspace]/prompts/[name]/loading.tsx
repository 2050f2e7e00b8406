import { TabLoading } from "../_components/prompt-loading";

/** Another tab of a prompt, while it loads. */
export default function OpeningTab() {
  return <TabLoading />;
}
