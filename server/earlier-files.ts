import {
  copyFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { dirname, extname, join, relative, sep } from "node:path";

/*
 * Scripts and styles of the builds before this one. A page that is open over an upgrade asks for those it has not loaded yet; their
 * names hold a hash of what is in them, so files of several builds can stand side by side.
 */

const PREFIX = "/_next/static/";
/** How long after the last start of a build its files are kept. */
const KEPT_DAYS = 14;
const DAY_MS = 86_400_000;

const TYPES: Record<string, string> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** @property type of its content; path: where it stands on this machine */
export type EarlierFile = { path: string; type: string; bytes: number };

/**
 * Keeps the files of the build that is served beside those of earlier ones, and forgets what no
 * build has served for two weeks.
 *
 * @param built `static` of the build
 * @param kept the folder that outlives builds: on a machine it is the same for each version
 * @returns finds a file by its address; null for those of this build, which Next answers, and for
 *   those that nobody knows
 * @throws Error when the folder cannot be written
 */
export function keepFiles(
  built: string,
  kept: string,
  now: Date,
): (target: string) => EarlierFile | null {
  const own = filesIn(built);
  for (const name of own) {
    const copy = join(kept, name);
    if (existsSync(copy)) {
      utimesSync(copy, now, now);
      continue;
    }
    mkdirSync(dirname(copy), { recursive: true });
    // Written under another name first: whoever asks never gets half a file.
    const half = `${copy}.${process.pid}.half`;
    copyFileSync(join(built, name), half);
    utimesSync(half, now, now);
    renameSync(half, copy);
  }
  const earlier = new Map<string, EarlierFile>();
  for (const name of filesIn(kept)) {
    const path = join(kept, name);
    const { mtimeMs, size } = statSync(path);
    if (now.getTime() - mtimeMs > KEPT_DAYS * DAY_MS) rmSync(path);
    else if (!own.has(name) && !name.endsWith(".half"))
      earlier.set(name, {
        path,
        bytes: size,
        type: TYPES[extname(name)] ?? "application/octet-stream",
      });
  }
  return (target) => {
    const [pathname = ""] = target.split("?", 1);
    if (!pathname.startsWith(PREFIX)) return null;
    return earlier.get(decodeURIComponent(pathname.slice(PREFIX.length))) ?? null;
  };
}

/** @returns the body, and headers by which it may be kept for as long as anybody likes */
export function earlierAnswer({ path, type, bytes }: EarlierFile) {
  return {
    headers: {
      "content-type": type,
      "content-length": String(bytes),
      "cache-control": "public, max-age=31536000, immutable",
    },
    body: createReadStream(path),
  };
}

/** Paths below the folder, written as in an address. */
function filesIn(folder: string): Set<string> {
  if (!existsSync(folder)) return new Set();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));
  return new Set(files);
}
