// Draws the modules of lib/modules.ts and what each imports, as a Mermaid picture: `npm run
// architecture` writes it into docs/architecture.md. A test compares the two.

import "./without-env-file.ts";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { homeOf, MODULES } from "#lib/modules.ts";
import { importsOf, sources } from "#testing/source-text.ts";

const FILE = join(import.meta.dirname, "../docs/architecture.md");
const PICTURE = /```mermaid\n[\s\S]*?\n```/;

/** The document with the picture as it must be. @throws Error when it has no place for one */
export function architectureWithPicture(text: string): string {
  if (!PICTURE.test(text))
    throw new Error("docs/architecture.md has no Mermaid picture to replace.");
  return text.replace(PICTURE, () => `\`\`\`mermaid\n${picture()}\n\`\`\``);
}

/**
 * Wings as boxes, modules in them, and an arrow from each module to those that it imports without
 * another between them.
 */
function picture(): string {
  const names = Object.keys(MODULES);
  const imports = new Map(names.map((name) => [name, new Set<string>()]));
  for (const source of sources())
    for (const target of importsOf(source)) {
      const [from, to] = [homeOf(source.path), homeOf(target)];
      if (from !== to && imports.has(to)) imports.get(from)?.add(to);
    }
  const wings = Map.groupBy(names, (name) => name.split("/")[0] ?? name);
  const boxes = [...wings].flatMap(([wing, inside]) =>
    inside.length === 1 && inside[0] === wing
      ? [`  ${idOf(wing)}[${wing}]`]
      : [
          `  subgraph ${wing}`,
          ...inside.map((name) => `    ${idOf(name)}[${name.slice(wing.length + 1)}]`),
          "  end",
        ],
  );
  const arrows = names.flatMap((name) =>
    direct(name, imports).map((to) => `  ${idOf(name)} --> ${idOf(to)}`),
  );
  return ["flowchart BT", ...boxes, ...arrows].join("\n");
}

/** What a module imports, without what it would reach through another of them. */
function direct(name: string, imports: Map<string, Set<string>>): string[] {
  const own = [...(imports.get(name) ?? [])];
  const reaches = (from: string, to: string): boolean =>
    [...(imports.get(from) ?? [])].some((next) => next === to || reaches(next, to));
  return own.filter((to) => !own.some((other) => other !== to && reaches(other, to))).toSorted();
}

function idOf(name: string): string {
  return name.replaceAll("/", "_");
}

if (import.meta.main) writeFileSync(FILE, architectureWithPicture(readFileSync(FILE, "utf8")));
