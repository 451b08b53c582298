import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { messageFor } from "#lib/foundation/i18n/translator.ts";
import {
  discardJournalAction,
  publishJournalAction,
  withdrawJournalAction,
} from "#lib/practice/journal/actions.ts";
import { missingFrom } from "#lib/practice/journal/rules.ts";
import type { Shown } from "./shown.ts";

/** Who reads a journal, and the ways to let more or fewer people read it. */
export function Readers({ journal, locale, t, mayPublish }: Shown & { mayPublish: boolean }) {
  const { slug, state, phases, entries } = journal;
  const missing = missingFrom(phases, entries.filter(({ visible }) => visible === "public").length);
  return (
    <section className="narrow">
      <h2>{t("desk.readers")}</h2>
      <p>{t(`desk.reads.${state}`)}</p>
      {state !== "published" && missing && <Empty text={messageFor(locale, missing)} />}
      {state !== "published" && !missing && !mayPublish && <p>{t("desk.askManager")}</p>}
      {state !== "published" && !missing && mayPublish && (
        <ActionForm
          action={publishJournalAction}
          submit={t(state === "draft" ? "desk.publish" : "desk.publishAgain")}
          working={t("desk.working")}
          values={{ locale, slug }}
        />
      )}
      {state === "published" && mayPublish && (
        <details>
          <summary>{t("desk.withdrawTitle")}</summary>
          <p>{t("desk.withdrawHint")}</p>
          <ActionForm
            action={withdrawJournalAction}
            submit={t("desk.withdraw")}
            working={t("desk.working")}
            values={{ locale, slug }}
            quiet
          />
        </details>
      )}
      {state === "draft" && (
        <details>
          <summary>{t("desk.discardTitle")}</summary>
          <p>{t("desk.discardHint")}</p>
          <ActionForm
            action={discardJournalAction}
            submit={t("desk.discard")}
            working={t("desk.working")}
            values={{ locale, slug }}
            quiet
          />
        </details>
      )}
    </section>
  );
}
