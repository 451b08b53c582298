import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { literalsOf } from "./source-text.ts";

/** A class, as a source or a stylesheet says it. @property path where */
export type Said = { name: string; path: string };

/** The stylesheets of ours, in order of path. */
export function stylesheets(): { path: string; text: string }[] {
  return ["app", "components"]
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
    )
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".css"))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}

/** The classes that the selectors of a stylesheet name. */
export function classesOf({ path, text }: { path: string; text: string }): Said[] {
  const selectors = text
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/"[^"]*"|url\([^)]*\)|@import[^;]*;/g, "")
    .match(/[^{};]+(?=\{)/g);
  const names = (selectors ?? [])
    .filter((selector) => !/^\s*@/.test(selector))
    .flatMap((selector) => [...selector.matchAll(/\.((?:[\w-]|\\.)+)/g)])
    .map(([, name = ""]) => name.replaceAll("\\", ""));
  return [...new Set(names)].map((name) => ({ name, path }));
}

/**
 * The classes that a source gives its elements: by `className="…"`, and by the strings and templates
 * of `className={…}`, but for what is compared there. A name with a gap has `*` for it; gaps alone
 * are left out.
 */
export function classesGiven({ path, text }: { path: string; text: string }): Said[] {
  const names = [...text.matchAll(/\b[cC]lass(?:Name)?=(?="|\{)|\bclassName: /g)].flatMap(
    ({ index, 0: { length } }) => {
      const said = valueAt(text, index + length);
      return literalsOf(said)
        .filter(({ at, text: literal }) => !isCompared(said, at, literal.length + 2))
        .flatMap(({ text: literal }) => literal.replaceAll(GAP, "*").split(/\s+/))
        .filter((name) => /\w/.test(name));
    },
  );
  return [...new Set(names)].map((name) => ({ name, path }));
}

/** A gap of a template, with one pair of braces or a template inside it at most. */
export const GAP = /\$\{(?:[^{}]|\{[^{}]*\})*\}/g;

/** A string, or what stands between two braces; of a property, until the end of its line. */
function valueAt(text: string, start: number): string {
  if (text[start] === '"') return text.slice(start, text.indexOf('"', start + 1) + 1);
  if (text[start] !== "{") return text.slice(start, text.indexOf("\n", start));
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    if (text[at] === "}") depth -= 1;
    if (depth === 0) return text.slice(start + 1, at);
  }
  return "";
}

function isCompared(text: string, at: number, length: number): boolean {
  return /[=!]==\s*$/.test(text.slice(0, at)) || /^\s*[=!]==/.test(text.slice(at + length));
}
