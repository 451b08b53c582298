// For how long the largest badges keep everybody else waiting while they are brought into the form
// of which the signature is made, for their words and for their proof: `node
// scripts/largest-badges.ts`. Counted in time of the core, so that other work on the machine does
// not count.
import "./without-env-file.ts";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { loaderOf } from "#lib/learning/badges/credentials/contexts.ts";
import { canonicalForm } from "#lib/learning/badges/verification/canonical.ts";
import { largest, SHAPES } from "#testing/largest-badge.ts";

const RUNS = 7;

const ways: [string, (document: JsonObject) => Promise<unknown>][] = [
  [
    "by the library alone",
    (document) =>
      cryptosuite.canonize(document, { documentLoader: loaderOf(), safe: true, base: null }),
  ],
  ["as it is", canonicalForm],
];

for (const [what, made] of SHAPES) {
  const { document, count } = largest(made);
  for (const [how, form] of ways) {
    const runs: { all: number; longest: number }[] = [];
    for (let run = 0; run < RUNS; run += 1) runs.push(await measured({ ...document }, form));
    const median = (name: "all" | "longest") =>
      runs.map((run) => run[name]).sort((one, other) => one - other)[Math.floor(RUNS / 2)] ?? 0;
    console.log(
      `${count} of ${what}, ${how}: ${median("all").toFixed(0)} ms, longest without a pause ${median("longest").toFixed(0)} ms`,
    );
  }
}

/** Once for the words of a badge, and once for its proof. */
async function measured(document: JsonObject, form: (document: JsonObject) => Promise<unknown>) {
  let [last, longest, isOver] = [ofCore(), 0, false];
  const began = last;
  const turn = () => {
    const now = ofCore();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  for (const _ of ["words", "proof"]) await form(document).catch(() => null);
  const all = ofCore() - began;
  isOver = true;
  await new Promise(setImmediate);
  return { all, longest };
}

/** Milliseconds that this thread has had of a core. */
function ofCore(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
