import type { OpenedShareLink } from "@/lib/auth/share-links/queries";
import type { SearchParams } from "@/lib/core/address-params";

/** The properties that the page of a link passes to the component of its target. */
export type SharedProps = {
  link: OpenedShareLink;
  token: string;
  /** The path after the token. Undefined on the first page of a link. */
  view: string | undefined;
  searchParams: Promise<SearchParams>;
};
