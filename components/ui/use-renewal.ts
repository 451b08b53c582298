import { useRouter } from "next/navigation";
import { useCallback, useState, useTransition } from "react";

/** An answer that is not there by then is asked for again. */
export const PATIENCE_MS = 30_000;
/** A server that has not begun to answer by then is away. */
const REACH_MS = 10_000;

type Renewal = {
  renew: () => void;
  isOnItsWay: boolean;
  /** That the last turn found no server: what is shown is of before. */
  isAway: boolean;
};

/**
 * Draws the page anew. Whoever does so again and again waits until it `isOnItsWay` no more: a turn
 * that begins before takes the place of the one before, and where each answer takes longer than the
 * pause between them, the page stays as it was for ever.
 *
 * Whether the server would answer is asked first: a page that is drawn anew without network, or by
 * a proxy that reaches nobody, gives way to theirs, and does not come back by itself.
 */
export function useRenewal(): Renewal {
  const router = useRouter();
  const [isAsking, setAsking] = useState(false);
  const [isAway, setAway] = useState(false);
  const [isDrawing, start] = useTransition();
  const renew = useCallback(async () => {
    setAsking(true);
    const isThere = await answers(location.href);
    setAsking(false);
    setAway(!isThere);
    if (isThere) start(() => router.refresh());
  }, [router]);
  return { renew, isOnItsWay: isAsking || isDrawing, isAway };
}

async function answers(address: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(REACH_MS);
    return (await fetch(address, { method: "HEAD", signal })).ok;
  } catch {
    return false;
  }
}
