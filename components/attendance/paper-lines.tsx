"use client";

import { useState } from "react";
import { flushSync } from "react-dom";
import { Scrolling } from "#components/ui/scrolling.tsx";
import {
  GROUP_ANSWERS,
  GROUPS,
  isSomebody,
  type PersonLine,
  paperKeys,
  TRAIT_NAMES,
  TRAITS,
  type Trait,
  untouchedLine,
} from "#lib/learning/attendance/traits.ts";
import type { LinesProps } from "./person-lines.tsx";

type Wrong = { id: string; question: string; typed: string };

/**
 * Lines typed from the printed sheet: a character for each answer, in its order; the next field
 * comes by itself.
 */
export function PaperLines({ lines, country, words, onChange }: LinesProps) {
  // The row below the last line is nobody yet: it becomes a line with its first answer.
  const [nextId, setNextId] = useState(() => crypto.randomUUID());
  const [wrong, setWrong] = useState<Wrong | null>(null);
  const questions = [...TRAIT_NAMES, ...GROUPS[country]];

  const type = (row: PersonLine, question: string, typed: string, field: HTMLInputElement) => {
    const key = typed.trim().slice(-1).toUpperCase();
    const code = paperKeys(codesFor(question)).find((known) => known.key === key)?.code;
    if (!code) return setWrong({ id: row.id, question, typed: key });
    const said = withAnswer(row, question, code);
    const isNew = !lines.some(({ id }) => id === row.id);
    // At once: the row of the next person must be there before the next character is typed.
    flushSync(() => {
      setWrong(null);
      onChange(isNew ? [...lines, said] : lines.map((line) => (line.id === row.id ? said : line)));
      if (isNew) setNextId(crypto.randomUUID());
    });
    nextField(field)?.focus();
  };

  return (
    <>
      {wrong && (
        <p className="fault" role="alert">
          {words.notACode
            .replace("{typed}", wrong.typed)
            .replace("{question}", wordFor(wrong.question))}{" "}
          {paperKeys(codesFor(wrong.question))
            .map(({ key, code }) => `${key} = ${words.codes[code] ?? code}`)
            .join(", ")}
        </p>
      )}
      <Scrolling label={words.walkIns}>
        <table className="data entry">
          <thead>
            <tr>
              <th scope="col">#</th>
              {questions.map((question) => (
                <th key={question} scope="col">
                  {wordFor(question)}
                </th>
              ))}
              <th scope="col">{words.remove}</th>
            </tr>
          </thead>
          <tbody>
            {[...lines, untouchedLine(nextId, country)].map((row, at) => (
              <tr key={row.id}>
                <th scope="row">{at + 1}</th>
                {questions.map((question) => {
                  const isWrong = wrong?.id === row.id && wrong.question === question;
                  const isBlank = at === lines.length;
                  return (
                    <td key={question}>
                      <input
                        aria-label={`${words.walkIn.replace("#", String(at + 1))}, ${wordFor(question)}`}
                        aria-invalid={isWrong || undefined}
                        autoComplete="off"
                        value={isWrong ? wrong.typed : isBlank ? "" : keyOf(row, question)}
                        onFocus={({ target }) => target.select()}
                        onChange={({ target }) => type(row, question, target.value, target)}
                      />
                    </td>
                  );
                })}
                <td className="row">
                  {at < lines.length && !isSomebody(row) && (
                    <button
                      type="button"
                      className="button quiet"
                      aria-label={`${words.countWithout}${words.colon}${words.walkIn.replace("#", String(at + 1))}`}
                      onClick={() =>
                        onChange(
                          lines.map((line) =>
                            line.id === row.id ? { ...line, counted: true } : line,
                          ),
                        )
                      }
                    >
                      {words.countWithout}
                    </button>
                  )}
                  {at < lines.length && (
                    <button
                      type="button"
                      className="button quiet"
                      aria-label={`${words.remove}${words.colon}${words.walkIn.replace("#", String(at + 1))}`}
                      onClick={() => onChange(lines.filter(({ id }) => id !== row.id))}
                    >
                      ×
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
    </>
  );

  function wordFor(question: string): string {
    return words.traits[question] ?? words.groups[question] ?? question;
  }
}

function isTrait(question: string): question is Trait {
  return TRAIT_NAMES.some((trait) => trait === question);
}

function codesFor(question: string): readonly string[] {
  return isTrait(question) ? TRAITS[question] : GROUP_ANSWERS;
}

function keyOf(line: PersonLine, question: string): string {
  const code = isTrait(question) ? line[question] : line.groups[question];
  return paperKeys(codesFor(question)).find((known) => known.code === code)?.key ?? "0";
}

function withAnswer(line: PersonLine, question: string, code: string): PersonLine {
  if (isTrait(question)) return { ...line, [question]: code };
  return { ...line, groups: { ...line.groups, [question]: code } };
}

function nextField(field: HTMLInputElement): HTMLInputElement | undefined {
  const fields = [
    ...(field.closest("form")?.querySelectorAll<HTMLInputElement>("input:not(:disabled)") ?? []),
  ];
  return fields[fields.indexOf(field) + 1];
}
