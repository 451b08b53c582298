/** A signal this soon after another is the same Ctrl-C by another way: both count once. */
const SAME_MS = 500;
const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

/**
 * Calls `stop` when this process is to end: by a signal, or because the process that started it is
 * gone, which shows in the channel between them that closes, however that one ended.
 *
 * @param stop called with 1, and with 2, 3 and so on at each later signal
 */
export function onStop(stop: (time: number) => void): void {
  let times = 0;
  let last = Number.NEGATIVE_INFINITY;
  const onSignal = () => {
    const now = performance.now();
    if (now - last < SAME_MS) return;
    last = now;
    times += 1;
    stop(times);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  const orphaned = () => {
    if (times === 0) onSignal();
  };
  process.once("disconnect", orphaned);
  // Undefined when it was started without a channel, false when that has closed before anybody
  // listened.
  if (process.connected === false) orphaned();
}
