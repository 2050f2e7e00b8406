import { SettingsLoading } from "../_components/settings-loading";

export default function MembersLoading() {
  return <SettingsLoading label="Loading the members" />;
}
