import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeOrigin } from "./course.ts";

test.for(["on a branch", "detached"] as const)(
  "a checkout %s becomes an origin whose clones can be pulled",
  (state) => {
    const folder = mkdtempSync(join(tmpdir(), "trivium-origin-"));
    const at = (name: string) => join(folder, name);
    const git = (...words: string[]) =>
      execFileSync(
        "git",
        ["-c", "user.name=test", "-c", "user.email=test@trivium.test", ...words],
        {
          encoding: "utf8",
          stdio: ["ignore", "pipe", "pipe"],
        },
      );
    try {
      git("init", "--quiet", at("root"));
      const commit = (text: string) => {
        writeFileSync(join(at("root"), "file"), text);
        git("-C", at("root"), "add", "file");
        git("-C", at("root"), "commit", "--quiet", "--message", text);
      };
      commit("before");
      commit("what is checked out");
      if (state === "detached") git("-C", at("root"), "checkout", "--quiet", "--detach");
      makeOrigin(at("root"), at("origin.git"));
      git("clone", "--quiet", at("origin.git"), at("clone"));
      expect(git("-C", at("clone"), "log", "-1", "--format=%s").trim()).toBe("what is checked out");
      expect(git("-C", at("clone"), "pull", "--ff-only")).toContain("up to date");
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
