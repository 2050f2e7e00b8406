/**
 * Matches one entry of IMAGE_HOSTS: `cdn.example.com`, `cdn.example.com:8443`, or `*.example.com` for its subdomains.
 */
export const imageHostPattern = /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/;

/** Returns the entries of IMAGE_HOSTS. Empty if it is not set. Pure. */
export const readImageHosts = (setting: string | undefined): string[] =>
  (setting ?? "")
    .toLowerCase()
    .split(",")
    .map((entry) => entry.trim())
    .filter(Boolean);

/** Whether a page may load an image from this address: over HTTPS, from one of the hosts. Pure. */
export function isImageHost(hosts: readonly string[], address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, username, password } = new URL(address);
  if (protocol !== "https:" || username || password) return false;
  return hosts.some((entry) => (entry.startsWith("*.") ? host.endsWith(entry.slice(1)) : host === entry));
}
