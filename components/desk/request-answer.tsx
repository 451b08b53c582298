import "./request-answer.css";
import { ActionForm } from "#components/ui/action-form.tsx";
import { TextField } from "#components/ui/field.tsx";
import { answerRequestAction } from "#lib/booking/bookings/actions-desk.ts";

type Props = {
  /**
   * Hidden fields: the language, which request, the version that was seen, the page to which the
   * answer leads.
   */
  values: Record<string, string>;
  words: { accept: string; refuse: string; note: string; sendRefusal: string; working: string };
};

/**
 * Yes with one press; no with a word of why, that nobody has to give. Two forms: Enter in the word
 * of why never says yes.
 */
export function RequestAnswer({ values, words }: Props) {
  return (
    <div className="request-answer">
      <ActionForm
        action={answerRequestAction}
        submit={words.accept}
        working={words.working}
        values={{ ...values, answer: "confirm" }}
      />
      <details>
        <summary className="button quiet">{words.refuse}</summary>
        <ActionForm
          action={answerRequestAction}
          submit={words.sendRefusal}
          working={words.working}
          values={{ ...values, answer: "refuse" }}
          quiet
        >
          <TextField label={words.note} name="note" maxLength={500} />
        </ActionForm>
      </details>
    </div>
  );
}
