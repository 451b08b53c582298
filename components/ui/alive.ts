import { useSyncExternalStore } from "react";

const UNCHANGING = () => () => undefined;

/** Whether the page runs: not on the server, and not where scripts do not. */
export function useIsAlive(): boolean {
  return useSyncExternalStore(
    UNCHANGING,
    () => true,
    () => false,
  );
}
