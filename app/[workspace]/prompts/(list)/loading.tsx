import { TablePageLoading } from "../../_components/table-page-loading";

export default function PromptsLoading() {
  return <TablePageLoading title="Prompts" label="Loading prompts" />;
}
