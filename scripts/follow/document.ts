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
  const blocks: Block[] = [];
  let section = "";
  let open: { line: number; info: string; fence: string; text: string[] } | null = null;
  for (const [index, line] of markdown.split("\n").entries()) {
    const fence = /^(`{3,})(.*)$/.exec(line);
    if (open) {
      if (fence?.[1] === open.fence && fence[2] === "") {
        const block = blockOf(open.info, open.line);
        if (block) blocks.push({ ...block, section, line: open.line, text: open.text.join("\n") });
        open = null;
      } else open.text.push(line);
    } else if (fence)
      open = { line: index + 1, info: fence[2]?.trim() ?? "", fence: fence[1] ?? "", text: [] };
    else section = /^## (.+)$/.exec(line)?.[1] ?? section;
  }
  return blocks;
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
