/** For how many frames of the screen a height must stay the same. */
const FRAMES = 3;
/** Nobody waits longer for it: a window that is not drawn has no frames. */
const LONGEST_MS = 1_000;

/**
 * Calls `done` once an element has kept its height for some frames, and after {@link LONGEST_MS} in
 * any case: a calendar is drawn in several steps, each as high as it knows by then.
 *
 * @returns what ends the wait
 */
export function whenStill(element: HTMLElement, done: () => void): () => void {
  let height = -1;
  let kept = 0;
  const look = () => {
    kept = element.offsetHeight === height ? kept + 1 : 0;
    height = element.offsetHeight;
    if (kept < FRAMES) frame = requestAnimationFrame(look);
    else end();
  };
  const stop = () => {
    cancelAnimationFrame(frame);
    clearTimeout(latest);
  };
  const end = () => {
    stop();
    done();
  };
  let frame = requestAnimationFrame(look);
  const latest = setTimeout(end, LONGEST_MS);
  return stop;
}
