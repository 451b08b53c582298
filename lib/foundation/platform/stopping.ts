/** Told again within this time, by the same Ctrl-C on another way, is told once. */
const SAME_MS = 500;
const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

/**
 * Calls `stop` when this process is to end: by a signal, or because the process that started it is
 * gone, which shows in the channel between them that closes, however that one ended.
 *
 * @param stop called with 1, and with 2, 3 and so on when it is told again by a later signal
 */
export function onStop(stop: (time: number) => void): void {
  let times = 0;
  let last = Number.NEGATIVE_INFINITY;
  const told = () => {
    const now = performance.now();
    if (now - last < SAME_MS) return;
    last = now;
    times += 1;
    stop(times);
  };
  for (const signal of SIGNALS) process.on(signal, told);
  const orphaned = () => {
    if (times === 0) told();
  };
  process.once("disconnect", orphaned);
  // Undefined when it was started without a channel, false when that has closed before anybody
  // listened.
  if (process.connected === false) orphaned();
}
