/**
 * How many generated cases a test tries.
 *
 * @param few in `npm test`, on the way of everybody who changes something
 * @param many in `npm run test:full`
 */
export function cases(few: number, many: number): number {
  return process.env.TEST_FULL === "1" ? many : few;
}
