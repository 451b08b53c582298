import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Binaries } from "./binaries.ts";

const USER = "postgres";
/** Who has no more rights than anybody: stands for a user that is not made yet. */
const NOBODY = { uid: 65_534, gid: 65_534 };
/**
 * Folders that every machine has: one is covered, for PostgreSQL alone, by what it cannot reach
 * otherwise.
 */
const COVERS = ["/mnt", "/media", "/srv", "/opt"];

/**
 * How PostgreSQL and its tools are started on a folder, so that they may run and reach its files.
 *
 * @property commandFor program and arguments as they are spawned; the arguments are made from the
 *   path under which the folder is seen
 * @property owner to whom the folder must belong; null: to whoever starts us
 */
export type Launcher = {
  commandFor: (
    program: "postgres" | "initdb",
    folder: string,
    argsIn: (folder: string) => string[],
  ) => Command;
  owner: Owner | null;
};
export type Command = { program: string; args: string[]; uid?: number; gid?: number };
type Owner = { uid: number; gid: number };

/**
 * PostgreSQL does not run as root. Started by root it runs as the user `postgres`; where that user
 * cannot reach the program or DATA_DIR (a checkout in /root), both are shown to it in a view of the
 * file system of its own, and nobody's folder is changed. Nothing has been written when this
 * throws.
 *
 * @param dataDir made already, or not yet
 * @throws Error in words when neither works on this machine
 */
export function launcherFor(programs: Binaries, dataDir: string): Launcher {
  if (process.getuid?.() !== 0) return { owner: null, commandFor: direct(programs) };
  const known = knownUser();
  const asked = known ?? NOBODY;
  const runs = canRun(asked, programs.postgres);
  const folder = nearestExisting(dataDir);
  if (runs && canEnter(asked, folder)) {
    const owner = known ?? newUser();
    return { owner, commandFor: direct(programs, owner) };
  }
  const cover = COVERS.find(
    (path) =>
      existsSync(path) &&
      ![programs.native, dataDir].some((own) => `${own}/`.startsWith(`${path}/`)),
  );
  if (cover && canCover(cover)) {
    const owner = known ?? newUser();
    return { owner, commandFor: inOwnView(programs, owner, cover) };
  }
  // All but DATA_DIR itself can be reached: others may then pass through it, and still not list
  // what is in it.
  if (runs && folder === dataDir && canEnter(asked, dirname(dataDir))) {
    chmodSync(dataDir, statSync(dataDir).mode | 0o011);
    return launcherFor(programs, dataDir);
  }
  throw new Error(
    `PostgreSQL does not run as root, and its user "${USER}" cannot reach ${runs ? dataDir : programs.native}. Nothing was written. ` +
      "Start as an ordinary user, put the program and DATA_DIR where everybody may pass (/srv/trivium and DATA_DIR=/var/lib/trivium), " +
      "or set DATABASE_URL to a PostgreSQL of your own.",
  );
}

/** Where Linux can stop PostgreSQL itself when the process that started it dies, it does. */
function direct(programs: Binaries, owner?: Owner): Launcher["commandFor"] {
  return (program, folder, argsIn) => {
    const command = [programs[program], ...argsIn(folder)];
    const [first = "", ...args] = endsWithParent()
      ? ["setpriv", "--pdeathsig", "INT", "--", ...command]
      : command;
    return { program: first, args, ...owner };
  };
}

/** The view ends with the process: to everybody else the covered folder stays as it is. */
function inOwnView(programs: Binaries, { uid, gid }: Owner, cover: string): Launcher["commandFor"] {
  return (program, folder, argsIn) => ({
    program: "unshare",
    args: [
      ...["--mount", "--propagation", "private", "sh", "-c", SHOW, "sh"],
      ...[cover, programs.native, folder, `${uid}`, `${gid}`],
      ...[join(cover, "program/bin", program), ...argsIn(join(cover, "data"))],
    ],
  });
}

/**
 * $1 what is covered, $2 the installation, $3 the folder, $4 and $5 who runs it; then the command.
 */
const SHOW = `set -e
mount -t tmpfs -o mode=755,size=1m tmpfs "$1"
mkdir "$1/program" "$1/data"
mount --bind "$2" "$1/program"
mount --bind "$3" "$1/data"
cd "$1/data"
uid=$4 gid=$5
shift 5
exec setpriv --reuid "$uid" --regid "$gid" --clear-groups --pdeathsig INT -- "$@"`;

const TRY = `mount -t tmpfs -o size=1m tmpfs "$1" && exec setpriv --reuid 1 --regid 1 --clear-groups --pdeathsig INT -- true`;

function canCover(cover: string): boolean {
  return succeeds("unshare", ["--mount", "--propagation", "private", "sh", "-c", TRY, "sh", cover]);
}

let knowsHow: boolean | undefined;

function endsWithParent(): boolean {
  knowsHow ??=
    process.platform === "linux" && succeeds("setpriv", ["--pdeathsig", "INT", "--", "true"]);
  return knowsHow;
}

function canRun(user: Owner, program: string): boolean {
  return succeeds(program, ["--version"], user);
}

function canEnter(user: Owner, folder: string): boolean {
  return succeeds("sh", ["-c", 'cd -- "$1"', "sh", folder], user);
}

function succeeds(program: string, args: string[], user: Owner | object = {}): boolean {
  return spawnSync(program, args, { stdio: "ignore", cwd: "/", ...user }).status === 0;
}

function nearestExisting(folder: string): string {
  return existsSync(folder) ? folder : nearestExisting(dirname(folder));
}

function knownUser(): Owner | null {
  const [uid, gid] = ["-u", "-g"].map((what) =>
    spawnSync("id", [what, USER], { encoding: "utf8" }),
  );
  if (uid?.status !== 0 || gid?.status !== 0) return null;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

function newUser(): Owner {
  if (
    !succeeds("useradd", [
      "--system",
      "--user-group",
      "--no-create-home",
      "--shell",
      "/usr/sbin/nologin",
      USER,
    ])
  )
    throw new Error(
      `PostgreSQL does not run as root, and the user "${USER}" that it runs as instead cannot be made here. Make it, or start as an ordinary user.`,
    );
  const made = knownUser();
  if (!made) throw new Error(`The user "${USER}" was made and cannot be found.`);
  return made;
}
