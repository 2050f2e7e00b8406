import { TablePageLoading } from "../_components/table-page-loading";

export default function ReleasesLoading() {
  return <TablePageLoading title="Releases" label="Loading releases" />;
}
