import type { SearchParams } from "nuqs/server";
import type { OpenedShareLink } from "@/lib/auth/share-links/queries";

/** What the page of a link gives to what shows its target. */
export type SharedProps = { link: OpenedShareLink; token: string; searchParams: Promise<SearchParams> };
