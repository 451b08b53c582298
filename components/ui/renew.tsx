"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Brings a page that nobody touches up to date, again and again. */
export function Renew({ seconds }: { seconds: number }) {
  const router = useRouter();
  useEffect(() => {
    const beat = setInterval(() => router.refresh(), 1000 * seconds);
    return () => clearInterval(beat);
  }, [router, seconds]);
  return null;
}
