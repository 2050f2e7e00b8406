/** Returns the longest address that is the path or one of its parents, so that only one entry is current. */
export function currentHref(pathname: string, items: readonly { href: string }[]): string | undefined {
  return items
    .map((item) => item.href)
    .filter((href) => {
      const path = href.split(/[?#]/)[0] ?? href;
      return pathname === path || (path !== "/" && pathname.startsWith(`${path}/`));
    })
    .sort((a, b) => b.length - a.length)[0];
}
