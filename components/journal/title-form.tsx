import { ActionForm } from "#components/ui/action-form.tsx";
import { renameJournalAction } from "#lib/practice/journal/actions.ts";
import { JournalWords } from "./journal-words.tsx";
import type { Shown } from "./shown.ts";

/** What a journal is called. */
export function TitleForm({
  journal: { slug, revision, title, summary, language },
  locale,
  t,
}: Shown) {
  return (
    <section className="narrow" id="title">
      <h2>{t("desk.change", { name: t("desk.words.journal") })}</h2>
      <ActionForm
        action={renameJournalAction}
        submit={t("desk.save")}
        working={t("desk.working")}
        values={{ locale, slug, revision: String(revision) }}
      >
        <JournalWords t={t} language={language} title={title} summary={summary} />
      </ActionForm>
    </section>
  );
}
