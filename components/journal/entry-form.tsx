import { ActionForm } from "#components/ui/action-form.tsx";
import { addEntryAction, changeEntryAction } from "#lib/practice/journal/actions.ts";
import { ENTRY_KINDS, type EntryKind } from "#lib/practice/journal/rules.ts";
import { EntryFields } from "./entry-fields.tsx";
import type { Shown } from "./shown.ts";

type Props = Shown & {
  page: string;
  today: Temporal.PlainDate;
  /** The kind of what is added. */
  added: EntryKind | undefined;
  /** What is changed. */
  changed: Shown["journal"]["entries"][number] | undefined;
};

/** Writing down what happened, or changing what was written down: each kind with its few fields. */
export function EntryForm({ journal, locale, t, page, today, added, changed }: Props) {
  const { slug, phases, language, state } = journal;
  const kind = changed?.kind ?? added;
  const seen = changed && { id: changed.id, revision: String(changed.revision) };
  return (
    <section className="narrow" id="add">
      <h2>{t(changed ? "desk.changeEntry" : "desk.add")}</h2>
      <nav aria-label={t("desk.add")}>
        <ul className="journal-kinds">
          {ENTRY_KINDS.map((one) => (
            <li key={one}>
              <a
                href={`${page}?add=${one}#add`}
                aria-current={!changed && one === added ? "true" : undefined}
              >
                {t(`desk.kinds.${one}`)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {kind && (
        <>
          <h3>{t(`desk.kinds.${kind}`)}</h3>
          <ActionForm
            key={changed?.id ?? kind}
            action={changed ? changeEntryAction : addEntryAction}
            submit={t(changed ? "desk.save" : "desk.addGo")}
            working={t("desk.working")}
            values={{ locale, slug, kind, ...seen }}
          >
            <EntryFields
              kind={kind}
              phases={phases.map((phase) => phase.kind)}
              locale={locale}
              language={language}
              today={today}
              isPublished={state === "published"}
              entry={changed ?? null}
            />
          </ActionForm>
        </>
      )}
    </section>
  );
}
