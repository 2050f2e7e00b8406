export { SettingsLoading as default } from "./_components/settings-loading";
