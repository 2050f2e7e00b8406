"use client";

import { useParams } from "next/navigation";

/** The slug of the workspace whose page is shown. */
export const useWorkspace = () => useParams<{ workspace: string }>().workspace;
