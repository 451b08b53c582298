import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Gives a fresh clone the dependencies and the build of this checkout, as if it had installed and
 * built them: for a quick look at what comes after. What was built from other sources is built
 * again by `npm start`.
 *
 * @param from the checkout that has them
 */
export function borrow(from: string, clone: string): void {
  for (const folder of ["node_modules", ".next"])
    if (existsSync(join(from, folder)))
      execFileSync("cp", ["--recursive", "--preserve=mode,links", join(from, folder), clone]);
  // As scripts/install.mjs notes it.
  const installed = createHash("sha256")
    .update(readFileSync(join(clone, "package.json")))
    .digest("hex");
  writeFileSync(join(clone, "node_modules/.trivium-installed"), installed);
}
