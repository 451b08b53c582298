import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

/** A badge of the running service: its files, and the link with which its holder shows it. */
export type GivenBadge = { id: string; json: string; png: string; link: string };

/**
 * Signs a badge in the database of the running service, as an award does: in a process of its own,
 * with the settings of the service.
 *
 * @param what of a learner who has it, from whom it was withdrawn, or who left with the file
 * @property png base64
 */
export function giveBadge(what: "held" | "withdrawn" | "left" = "held"): GivenBadge {
  const port = process.env.E2E_PORT ?? "3199";
  const dataDir = resolve(process.env.E2E_DATA_DIR ?? ".data-e2e");
  const answer = execFileSync(process.execPath, ["e2e/give-badge.ts", what], {
    encoding: "utf8",
    env: { ...process.env, ENV_FILE: "", PORT: port, DATA_DIR: dataDir },
  });
  return JSON.parse(answer.trim().split("\n").at(-1) ?? "");
}
