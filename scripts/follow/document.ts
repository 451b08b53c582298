/**
 * A block of the document that says of itself how it is followed. Behind the language of a fenced
 * block stand words that no reader sees: `sh follow` is run, `sh follow while <address>` is started
 * and left running once the address answers, `sh follow stopped` is run after what was left running
 * got Ctrl-C, `ini follow append <file>` and `follow write <file>` hold what somebody would type
 * into a file. `in <course>` puts a block into another course than the first.
 */
export type Block = {
  /** The heading it stands under. */
  section: string;
  line: number;
  text: string;
  course: string;
  does:
    | { kind: "run"; isStopped: boolean }
    | { kind: "start"; address: string; isStopped: boolean }
    | { kind: "file"; path: string; isAdded: boolean }
    | { kind: "left"; why: string };
};

export const FIRST_COURSE = "one machine";
/** Blocks in these are meant to be typed or saved, so each must say whether it is followed. */
const FOLLOWED = ["sh", "ini", "sql"];

/** @throws Error naming the line of a block that says something else than this file knows */
export function blocksOf(markdown: string): Block[] {
  return fencedIn(markdown).flatMap(({ section, line, info, text }) => {
    const block = blockOf(info, line);
    return block ? [{ ...block, section, line, text: text.join("\n") }] : [];
  });
}

/** A fenced block. @property fence the quotes that end it */
type Fenced = { section: string; line: number; info: string; fence: string; text: string[] };

/** The fenced blocks of a document that are closed. */
function fencedIn(markdown: string): Fenced[] {
  const found: Fenced[] = [];
  let section = "";
  let open: Fenced | null = null;
  for (const [index, line] of markdown.split("\n").entries()) {
    const [, fence, info = ""] = /^(`{3,})(.*)$/.exec(line) ?? [];
    if (open && fence === open.fence && info === "") {
      found.push(open);
      open = null;
    } else if (open) open.text.push(line);
    else if (fence) open = { section, line: index + 1, info: info.trim(), fence, text: [] };
    else section = /^## (.+)$/.exec(line)?.[1] ?? section;
  }
  return found;
}

function blockOf(info: string, line: number): Pick<Block, "does" | "course"> | null {
  const [language = "", ...words] = info.split(/\s+/);
  if (words[0] !== "follow") {
    if (!FOLLOWED.includes(language)) return null;
    return { course: FIRST_COURSE, does: { kind: "left", why: words.join(" ") } };
  }
  const inAt = words.indexOf("in");
  const course = inAt === -1 ? FIRST_COURSE : words.slice(inAt + 1).join(" ");
  const [, ...how] = inAt === -1 ? words : words.slice(0, inAt);
  const isStopped = how[0] === "stopped";
  const [verb, what, ...rest] = isStopped ? how.slice(1) : how;
  if (rest.length > 0 || course === "")
    throw new Error(`Line ${line}: "${info}" is not understood.`);
  if (verb === undefined) return { course, does: { kind: "run", isStopped } };
  if (verb === "while" && what)
    return { course, does: { kind: "start", address: what, isStopped } };
  if ((verb === "append" || verb === "write") && what)
    return { course, does: { kind: "file", path: what, isAdded: verb === "append" } };
  throw new Error(`Line ${line}: "${info}" is not understood.`);
}
