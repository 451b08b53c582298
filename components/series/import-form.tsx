"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { Tick } from "#components/ui/field.tsx";
import { FilePick } from "#components/ui/file-pick.tsx";
import { FormContext, UNTOUCHED } from "#components/ui/form-context.tsx";
import { pressOnce } from "#components/ui/press-once.ts";
import { Refusal } from "#components/ui/refusal.tsx";
import { Status } from "#components/ui/status.tsx";
import { useSentForm } from "#components/ui/use-sent-form.ts";
import { type ImportState, LARGEST_FILE_BYTES } from "#lib/booking/series/schema.ts";
import { Outcome } from "./outcome.tsx";

type Words = Record<
  | "file"
  | "look"
  | "book"
  | "close"
  | "working"
  | "looked"
  | "lookedClosures"
  | "done"
  | "empty"
  | "inTheWay"
  | "cancel"
  | "anew"
  | "tooLarge",
  string
>;

type Props = {
  action: (state: ImportState, form: FormData) => Promise<ImportState>;
  /** Hidden fields. */
  values: Record<string, string>;
  words: Words;
  /** What the events become, the room, and how many people. */
  children: ReactNode;
};

const START: ImportState = {
  ...UNTOUCHED,
  text: null,
  done: false,
  as: "bookings",
  displaced: [],
  wasCancelled: false,
  events: null,
};

/**
 * A calendar file is chosen, looked at, and then booked or closed. Works before, and without,
 * JavaScript.
 */
export function ImportForm({ action, values, words, children }: Props) {
  const [state, run, pending] = useSentForm(action, START);
  const [tooLarge, setTooLarge] = useState(false);
  const { events, text } = state;
  const fileWasRead = text !== null && events !== null;
  /** What is refused anyway is not sent first. */
  const guard = (event: FormEvent<HTMLFormElement>) => {
    const file = new FormData(event.currentTarget).get("file");
    const refused = file instanceof File && file.size > LARGEST_FILE_BYTES;
    setTooLarge(refused);
    if (refused) event.preventDefault();
  };
  return (
    <form action={run} onSubmit={guard} className="form">
      <Refusal state={tooLarge ? { ...state, message: words.tooLarge } : state} />
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <FormContext value={state}>{children}</FormContext>
      <div className="field">
        <label htmlFor="file">{words.file}</label>
        <FilePick id="file" name="file" accept=".ics,text/calendar" required={!fileWasRead} />
      </div>
      <p className="row">
        <button
          type="submit"
          name="run"
          value="look"
          className={fileWasRead && events.length > 0 ? "button quiet" : "button"}
          {...pressOnce(pending)}
        >
          {pending ? words.working : words.look}
        </button>
      </p>
      {events && <Looked state={state} events={events} words={words} />}
      {fileWasRead && events.length > 0 && (
        <Confirmation state={state} text={text} words={words} pending={pending} />
      )}
    </form>
  );
}

type LookedProps = { state: ImportState; events: NonNullable<ImportState["events"]>; words: Words };

/** What became, or would become, of each event of the file. */
function Looked({ state: { as, done }, events, words }: LookedProps) {
  const looked = as === "closures" ? words.lookedClosures : words.looked;
  return (
    <>
      <Status answer={events}>
        {events.length === 0 ? words.empty : done ? words.done : looked}
      </Status>
      {events.length > 0 && (
        <ol className="cards">
          {events.map((event, position) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a report that never changes its order
            <Outcome key={position} event={event} inTheWay={words.inTheWay} />
          ))}
        </ol>
      )}
    </>
  );
}

type ConfirmationProps = { state: ImportState; text: string; words: Words; pending: boolean };

/** Sends the file that was looked at once more, to be booked or closed. */
function Confirmation({ state, text, words, pending }: ConfirmationProps) {
  const { as, displaced, wasCancelled } = state;
  const submit = as === "closures" ? words.close : words.book;
  return (
    <>
      <input type="hidden" name="text" value={text} />
      <input type="hidden" name="seen" value={displaced.join(" ")} />
      {displaced.length > 0 && (
        <Tick label={words.cancel} name="cancel" value="on" defaultChecked={false} />
      )}
      {wasCancelled && <Tick label={words.anew} name="anew" value="on" defaultChecked={false} />}
      <button type="submit" name="run" value="book" className="button" {...pressOnce(pending)}>
        {pending ? words.working : submit}
      </button>
    </>
  );
}
