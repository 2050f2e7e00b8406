"use client"; // the HTML holds it once: a component of the server is sent as elements as well

import { usePathname } from "next/navigation";
import { decodeSafely } from "@/app/addresses";
import { useNavigation } from "@/components/layout/navigation";
import { PromptsLoading } from "./_components/prompts-loading";

/** Before anything is known: the prompt that was asked for, or what the list and a prompt have in common. */
export default function OpeningPrompts() {
  const { last } = useNavigation();
  const isSamePage = usePathname() === last?.pathname;
  return <PromptsLoading name={isSamePage ? decodeSafely(last.pathname.split("/").slice(3).join("/")) : ""} />;
}
