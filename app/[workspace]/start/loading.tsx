import { ProgramLoading } from "../_components/program-loading";

export default function StartLoading() {
  return <ProgramLoading title="Get started" label="Loading the steps" />;
}
