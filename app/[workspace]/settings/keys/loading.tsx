import { SettingsLoading } from "../_components/settings-loading";

export default function KeysLoading() {
  return <SettingsLoading label="Loading the keys" />;
}
