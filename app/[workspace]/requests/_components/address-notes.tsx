"use client";

import { Callout } from "@/components/ui/callout";
import { TextLink } from "@/components/ui/text-link";
import { useAddress } from "./use-address";

type Props = {
  notes: readonly string[];
  /** Parameters of the address that are not applied. */
  leftOut: readonly string[];
  /** Whether the time in the address is not applied. */
  isTimeOut: boolean;
};

const timeKeys = ["range", "from", "to"];

/** Says which filters of the address are not applied, and why. Empty if all are. */
export function AddressNotes({ notes, leftOut, isTimeOut }: Props) {
  const { hrefWith, search } = useAddress();
  if (notes.length === 0) return null;
  const out = [...leftOut, ...(isTimeOut ? timeKeys : [])].filter((key) => search.has(key));
  return (
    <div className="px-6 pb-3 max-md:px-4">
      <Callout
        tone="warning"
        action={
          out.length > 0 ? (
            <TextLink href={hrefWith(Object.fromEntries(out.map((key) => [key, null])))}>
              {out.length === 1 ? "Remove it from the address" : "Remove them from the address"}
            </TextLink>
          ) : null
        }
      >
        {notes.join(" ")}
      </Callout>
    </div>
  );
}
