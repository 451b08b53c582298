import { useRouter } from "next/navigation";
import { useCallback, useTransition } from "react";

/** An answer that is not there by then is asked for again. */
export const PATIENCE_MS = 30_000;

/**
 * Draws the page anew. Whoever does so again and again waits until it `isOnItsWay` no more: a turn
 * that begins before takes the place of the one before, and where each answer takes longer than the
 * pause between them, the page stays as it was for ever.
 */
export function useRenewal(): { renew: () => void; isOnItsWay: boolean } {
  const router = useRouter();
  const [isOnItsWay, start] = useTransition();
  const renew = useCallback(() => start(() => router.refresh()), [router]);
  return { renew, isOnItsWay };
}
