import { ActionForm } from "#components/ui/action-form.tsx";
import { Tick } from "#components/ui/field.tsx";
import { Status } from "#components/ui/status.tsx";
import type { EventInWords } from "#lib/booking/series/schema.ts";
import type { FormState } from "#lib/foundation/platform/forms/forms.ts";
import { Outcome } from "./outcome.tsx";

type Props = {
  status: string;
  /** All events in one sentence; empty where there are none. */
  sum: string;
  events: EventInWords[];
  /** Takes what was looked at; null where that has been done. */
  take: ((state: FormState, form: FormData) => Promise<FormState>) | null;
  /** Hidden fields of that form. */
  values: Record<string, string>;
  /** Whether there are bookings in the way, and events that were cancelled since. */
  canCancel: boolean;
  wasCancelled: boolean;
  words: Record<"take" | "working" | "inTheWay" | "cancel" | "anew", string>;
};

/** A calendar file that the worker looked at, or took. */
export function LookedAt({
  status,
  sum,
  events,
  take,
  values,
  canCancel,
  wasCancelled,
  words,
}: Props) {
  return (
    <>
      <Status>{status}</Status>
      {sum && <p>{sum}</p>}
      {take && (
        <ActionForm action={take} submit={words.take} working={words.working} values={values}>
          {canCancel && (
            <Tick label={words.cancel} name="cancel" value="on" defaultChecked={false} />
          )}
          {wasCancelled && (
            <Tick label={words.anew} name="anew" value="on" defaultChecked={false} />
          )}
        </ActionForm>
      )}
      <ol className="cards">
        {events.map((event, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a report that never changes its order
          <Outcome key={position} event={event} inTheWay={words.inTheWay} />
        ))}
      </ol>
    </>
  );
}
