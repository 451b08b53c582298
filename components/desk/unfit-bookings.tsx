"use client";

import { useContext } from "react";
import { RadioGroup } from "#components/ui/field.tsx";
import { FormContext } from "#components/ui/form-context.tsx";
import type { ResourceFormState } from "#lib/booking/bookings/schema.ts";

type Props = {
  /** The page of a booking, without its id. */
  bookings: string;
  words: {
    title: string;
    question: string;
    keep: string;
    cancel: string;
    session: string;
    people: string;
  };
};

/**
 * The bookings that a change of a room leaves without what they were promised, and what shall
 * happen to them.
 */
export function UnfitBookings({ bookings, words }: Props) {
  const { unfit = [] }: ResourceFormState = useContext(FormContext);
  if (unfit.length === 0) return null;
  return (
    <section>
      <h2>{words.title}</h2>
      <ol className="cards">
        {unfit.map(({ id, title, fact, people, isHere, isSession }) => (
          <li className="card" key={id}>
            <div>
              <h3>{isHere ? <a href={`${bookings}/${id}`}>{title}</a> : title}</h3>
              <p className="fact">
                {fact} · {words.people}
                {people}
              </p>
              {isSession && <p className="alert">{words.session}</p>}
            </div>
          </li>
        ))}
      </ol>
      <RadioGroup
        legend={words.question}
        name="unfit"
        options={[
          { value: "keep", label: words.keep },
          { value: "cancel", label: words.cancel },
        ]}
      />
      <input type="hidden" name="seen" value={unfit.map(({ id }) => id).join(" ")} />
    </section>
  );
}
