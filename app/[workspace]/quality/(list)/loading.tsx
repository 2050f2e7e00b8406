import { TablePageLoading } from "../../_components/table-page-loading";

export default function QualityLoading() {
  return <TablePageLoading title="Quality" label="Loading quality" />;
}
