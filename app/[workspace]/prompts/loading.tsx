"use client"; // sent once, as HTML; the output of a server component would be sent as data too

import { usePathname } from "next/navigation";
import { useNavigation } from "@/components/layout/navigation";
import { decodeSafely } from "@/lib/core/decode-safely";
import { PromptsLoading } from "./_components/prompts-loading";

/** The skeleton of the requested prompt or of the list, until its first part arrives. */
export default function OpeningPrompts() {
  const { last } = useNavigation();
  const isSamePage = usePathname() === last?.pathname;
  return <PromptsLoading name={isSamePage ? decodeSafely(last.pathname.split("/").slice(3).join("/")) : ""} />;
}
