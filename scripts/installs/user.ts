import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** @property ids null for whoever runs this */
export type Person = { name: string; home: string; ids: { uid: number; gid: number } | null };

/** An ordinary user with a home of their own, made for this run. Only root can. */
export function someUser(): Person {
  const name = `trivium-try-${process.pid}`;
  execFileSync("useradd", ["--create-home", "--shell", "/bin/bash", name]);
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid, , home = ""] = (line ?? "").split(":");
  return { name, home, ids: { uid: Number(uid), gid: Number(gid) } };
}

export function removeUser({ name }: Person): void {
  execFileSync("userdel", ["--remove", name], { stdio: ["ignore", "ignore", "ignore"] });
}
