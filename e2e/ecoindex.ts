/**
 * Quantiles of the web's pages (20 steps), by which a page's DOM, requests and weight are placed.
 */
const DOM = [
  0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674, 753, 843, 949, 1076, 1237, 1459, 1801,
  2479, 594601,
];
const REQUESTS = [
  0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920,
];
const KILOBYTES = [
  0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32, 1648.27,
  1876.08, 2142.06, 2465.37, 2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223212.26,
];

/** Where a value stands among the quantiles: 0 to 20, linear in between. */
function quantile(steps: number[], value: number): number {
  const above = steps.findIndex((step) => value < step);
  const [low = 0, high = 1] = [steps[above - 1], steps[above]];
  return above < 0 ? 20 : above - 1 + (value - low) / (high - low);
}

/**
 * @param page elements of the document, requests, and kilobytes as transferred
 * @returns 0 (heavy) to 100 (light); above 80 is an A
 * @see EcoIndex, https://www.ecoindex.fr/comment-ca-marche/
 */
export function ecoIndex({
  dom,
  requests,
  kilobytes,
}: {
  dom: number;
  requests: number;
  kilobytes: number;
}): number {
  return (
    100 -
    (5 *
      (3 * quantile(DOM, dom) +
        2 * quantile(REQUESTS, requests) +
        quantile(KILOBYTES, kilobytes))) /
      6
  );
}
