import { ActionForm } from "#components/ui/action-form.tsx";
import type { FormState } from "#lib/foundation/platform/forms/forms.ts";

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  locale: string;
  /** Of what the links show. */
  id: string;
  /** Each with what it is, in words. */
  links: readonly { id: string; text: string }[];
  words: { endOne: string; endAll: string; ending: string };
};

/** The links that open something now: each is ended by itself, several also together. */
export function OpenLinks({ action, locale, id, links, words }: Props) {
  return (
    <>
      <ul className="open-links">
        {links.map((link) => (
          <li key={link.id}>
            <p>{link.text}</p>
            <ActionForm
              action={action}
              values={{ locale, id, link: link.id }}
              submit={words.endOne}
              name={`${words.endOne} (${link.text})`}
              working={words.ending}
              quiet
            />
          </li>
        ))}
      </ul>
      {links.length > 1 && (
        <ActionForm
          action={action}
          values={{ locale, id }}
          submit={words.endAll}
          working={words.ending}
          quiet
        />
      )}
    </>
  );
}
