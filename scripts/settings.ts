// `npm run settings`: writes what is made from the list of settings. A test compares.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  isOwners,
  SETTINGS,
  type Setting,
} from "#lib/foundation/platform/settings/setting-list.ts";
import { POSTGRES_FLAGS } from "./postgres-flags.ts";

const ROOT = join(import.meta.dirname, "..");
const WIDTH = 120;
const MADE_BY = "made by `npm run settings` from lib/foundation/platform/settings/setting-list.ts";
const LIST = Object.entries<Setting>(SETTINGS);

/** Files as they should be, by their path from the root. */
export function settingsFiles(read: (path: string) => string = readFile): Record<string, string> {
  return {
    ".env.example": envExample(),
    "compose.yaml": between(
      read("compose.yaml"),
      ["# settings", "# end of settings"],
      composeEnvironment(),
    ),
    "docs/operations.md": between(
      between(
        read("docs/operations.md"),
        ["<!-- settings -->", "<!-- end of settings -->"],
        table(),
      ),
      ["<!-- postgres -->", "<!-- end of postgres -->"],
      alterSystem(),
    ),
  };
}

function readFile(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

/** @throws Error when a mark is missing, or stands there twice */
function between(text: string, [start, end]: [string, string], made: string): string {
  const lines = text.split("\n");
  const [from, to] = [start, end].map((mark) => {
    const [first = -1, second] = lines.flatMap((line, index) => (line === mark ? [index] : []));
    if (first === -1 || second !== undefined) throw new Error(`One line must be "${mark}".`);
    return first;
  });
  return [...lines.slice(0, (from ?? 0) + 1), made, ...lines.slice(to)].join("\n");
}

function envExample(): string {
  const heading = [
    "Settings, all optional; a wrong one is refused at start, by its name. Copy this file to `.env`, which every `npm run` of this",
    "folder reads, make it yours alone (chmod 600 .env), and take away the # before each line that you fill in. What the environment",
    "says wins. A value with blanks or other signs than letters and figures stands between single quotes.",
    `This file is ${MADE_BY}.`,
  ];
  const blocks = LIST.map(([name, { says, otherwise, example, needs }]) => [
    ...wrapped(says, WIDTH - 2),
    ...(otherwise ? wrapped(`Otherwise: ${otherwise.replaceAll("`", "")}.`, WIDTH - 2) : []),
    ...(needs ? [`Only with ${needs.join(" and ")}.`] : []),
    `${name}=${quoted(example)}`,
  ]);
  return `${[heading, ...blocks].map((block) => block.map((line) => `# ${line}`).join("\n")).join("\n\n")}\n`;
}

/** As a shell, Node and compose read it alike. */
export function quoted(value: string): string {
  return /^[\w:/.@,{}+-]+$/.test(value) ? value : `'${value}'`;
}

function wrapped(text: string, width: number): string[] {
  return text.split(" ").reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width)
      return lines.with(-1, `${last} ${word}`);
    return lines.concat(word);
  }, []);
}

function composeEnvironment(): string {
  const lines = (ofOwner: boolean) =>
    LIST.filter(([name]) => isOwners(name) === ofOwner).map(
      ([name, setting]) => `  ${name}: ${JSON.stringify(composeValue(name, setting))}`,
    );
  return [
    "x-settings: &settings",
    ...lines(false),
    '  ENV_FILE: ""',
    "",
    "# Of the owner of the tables: for what migrates, and for nothing that serves people.",
    "x-owner: &owner",
    ...lines(true),
  ].join("\n");
}

function composeValue(name: string, { compose = { otherwise: "" } }: Setting): string {
  if ("fixed" in compose) return compose.fixed;
  return "required" in compose
    ? `\${${name}:?${compose.required}}`
    : `\${${name}:-${compose.otherwise}}`;
}

function table(): string {
  const rows = LIST.map(([name, { says, otherwise, isSecret, readBy, needs }]) => [
    `\`${name}\``,
    [
      says,
      needs && `Only with ${needs.map((other) => `\`${other}\``).join(" and ")}.`,
      isSecret && "Secret.",
    ]
      .filter(Boolean)
      .join(" "),
    otherwise ?? "",
    readBy.length === 4 ? "all" : readBy.join(", "),
  ]);
  return markdown(["setting", "says", "otherwise", "read by"], rows);
}

/** With its columns under each other, as the formatter wants it. */
function markdown(head: string[], rows: string[][]): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: string[], fill = " ") =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(" | ")} |`;
  const rule = line(
    head.map(() => ""),
    "-",
  );
  return ["", line(head), rule, ...rows.map((cells) => line(cells)), ""].join("\n");
}

function alterSystem(): string {
  const lines = POSTGRES_FLAGS.map(([name, value]) => `ALTER SYSTEM SET ${name} = '${value}';`);
  return ["", "```sql needs a server of your own that is started again", ...lines, "```", ""].join(
    "\n",
  );
}

if (import.meta.main)
  for (const [path, text] of Object.entries(settingsFiles())) {
    writeFileSync(join(ROOT, path), text);
    console.log(path);
  }
