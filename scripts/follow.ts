// Follows docs/operations.md to the letter: `npm run follow -- [--quick] [--course "own
// database"]`.
//
// The commands and files are taken from the document itself, in its order, and carried out in a
// scratch folder. What stands in the document for somebody else's own (addresses that end in
// `.example`, folders of the machine, the port) is put in as `STAND_INS` says; what only a real
// machine has (`sudo`, `systemctl`) is a small program that does the same here. A command that
// fails stops the course and is named by its line. Blocks that cannot be followed are listed at the
// end, with their reason. `--quick` takes the dependencies and the build from this folder instead
// of installing and building again.
import "./without-env-file.ts";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { freePort } from "./embedded-database.ts";
import { Course } from "./follow/course.ts";
import { type Block, blocksOf } from "./follow/document.ts";

const { values } = parseArgs({
  options: { quick: { type: "boolean" }, course: { type: "string" } },
});
const ROOT = join(import.meta.dirname, "..");
const blocks = blocksOf(readFileSync(join(ROOT, "docs/operations.md"), "utf8"));
const followed = blocks.filter(({ does }) => does.kind !== "left");
const courses = [...new Set(followed.map(({ course }) => course))];

type Step = { block: Block; seconds: number; fault: string | null };
const steps: Step[] = [];
// Everybody may enter: PostgreSQL has a user of its own when root starts it.
const scratch = mkdtempSync("/tmp/trivium-follow-");
const course = new Course({
  root: ROOT,
  scratch,
  port: await freePort(),
  isQuick: values.quick ?? false,
});
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, async () => {
    await course.end();
    rmSync(scratch, { recursive: true, force: true });
    process.exit(1);
  });
try {
  for (const name of courses) {
    if (values.course && name !== values.course && name !== courses[0]) continue;
    for (const block of followed.filter((one) => one.course === name)) {
      const began = performance.now();
      const fault = await course.follow(block);
      const seconds = Math.round((performance.now() - began) / 100) / 10;
      steps.push({ block, seconds, fault });
      if (fault) console.error(`docs/operations.md:${block.line} (${block.section}): ${fault}`);
      if (fault) break;
    }
    await course.stop();
  }
} finally {
  await course.end();
  rmSync(scratch, { recursive: true, force: true });
}

console.log("\n| section | blocks | took |\n| --- | --- | --- |");
for (const section of new Set(steps.map(({ block }) => block.section))) {
  const here = steps.filter(({ block }) => block.section === section);
  const seconds = here.reduce((sum, step) => sum + step.seconds, 0);
  console.log(`| ${section} | ${here.length} | ${Math.round(seconds * 10) / 10} s |`);
}
for (const { line, section, does } of blocks)
  if (does.kind === "left")
    console.log(`Not followed: line ${line} (${section})${does.why && `: ${does.why}`}`);
const failed = steps.filter(({ fault }) => fault).length;
const missed = followed.length - steps.length;
console.log(
  `\n${steps.length - failed} passed, ${failed} failed${missed > 0 ? `, ${missed} not reached` : ""}`,
);
process.exit(failed === 0 && missed === 0 ? 0 : 1);
