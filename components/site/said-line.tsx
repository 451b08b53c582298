"use client";

import { useSearchParams } from "next/navigation";
import { Status } from "#components/ui/status.tsx";

/** What was just done, where an action led here: its address names one of our sentences. */
export function SaidLine({ sentences }: { sentences: Record<string, string> }) {
  const said = useSearchParams().get("said") ?? "";
  if (!Object.hasOwn(sentences, said)) return null;
  return <Status className="status said">{sentences[said]}</Status>;
}
