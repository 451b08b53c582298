/** For how many frames of the screen a height must stay the same. */
const FRAMES = 3;

/**
 * Calls `done` once an element has kept its height for some frames: a calendar is drawn in several
 * steps, each as high as it knows by then.
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
    else done();
  };
  let frame = requestAnimationFrame(look);
  return () => cancelAnimationFrame(frame);
}
