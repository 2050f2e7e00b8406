import type { SearchParams } from "nuqs/server";
import type { OpenedShareLink } from "@/lib/auth/share-links/queries";

/** What the page of a link gives to what shows its target. */
export type SharedProps = {
  link: OpenedShareLink;
  token: string;
  /** What follows the token in the address; undefined on the first page of a link. */
  view: string | undefined;
  searchParams: Promise<SearchParams>;
};
