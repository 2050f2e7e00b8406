import { ProgramLoading } from "../_components/program-loading";

export default function UseLoading() {
  return <ProgramLoading title="Use in your app" label="Loading the example" />;
}
