import { SettingsLoading } from "../_components/settings-loading";

export default function ModelsLoading() {
  return <SettingsLoading label="Loading the model providers" />;
}
