"use client";

import { type ReactNode, useActionState } from "react";
import { FormContext, UNTOUCHED } from "#components/ui/form-context.tsx";
import type { ImportState } from "#lib/series/schema.ts";

type Words = Record<"file" | "look" | "book" | "working" | "looked" | "done" | "empty", string>;

type Props = {
  action: (state: ImportState, form: FormData) => Promise<ImportState>;
  locale: string;
  words: Words;
  /** The room, and how many people. */
  children: ReactNode;
};

const START: ImportState = { ...UNTOUCHED, text: null, booked: false, events: null };

/** A calendar file is chosen, looked at, and then booked. Works before, and without, JavaScript. */
export function ImportForm({ action, locale, words, children }: Props) {
  const [state, run, pending] = useActionState(action, START);
  const { message, events, text, booked } = state;
  const fileWasRead = text !== null && events !== null;
  return (
    <form action={run} className="form">
      {message && (
        <p className="alert" role="alert">
          {message}
        </p>
      )}
      <input type="hidden" name="locale" value={locale} />
      <FormContext value={state}>{children}</FormContext>
      <div className="field">
        <label htmlFor="file">{words.file}</label>
        <input id="file" name="file" type="file" accept=".ics,text/calendar" required={!fileWasRead} />
      </div>
      <p className="row">
        <button type="submit" name="run" value="look" className="button quiet" disabled={pending}>
          {pending ? words.working : words.look}
        </button>
      </p>
      {events && (
        <>
          <p className="status" role="status">
            {events.length === 0 ? words.empty : booked ? words.done : words.looked}
          </p>
          {events.length > 0 && (
            <ol className="cards">
              {events.map(({ summary, result, reason }, position) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a report that never changes its order
                <li className="card" key={position}>
                  <div>
                    <h3>{summary}</h3>
                    <p>{result}</p>
                    {reason && <p className="fact">{reason}</p>}
                  </div>
                </li>
              ))}
            </ol>
          )}
        </>
      )}
      {fileWasRead && events.length > 0 && (
        <>
          <input type="hidden" name="text" value={text} />
          <button type="submit" name="run" value="book" className="button" disabled={pending}>
            {pending ? words.working : words.book}
          </button>
        </>
      )}
    </form>
  );
}
