import { ActionForm } from "#components/ui/action-form.tsx";
import { formatMoney } from "#components/ui/money.ts";
import { formatDay } from "#lib/foundation/i18n/format.ts";
import { removeEntryAction, removeFileAction } from "#lib/practice/journal/actions.ts";
import type { JournalFile, PhaseKind, WorkedOnEntry } from "#lib/practice/journal/rules.ts";
import { EntryLine } from "./entry-line.tsx";
import { FileView } from "./file-view.tsx";
import { PhaseFacts } from "./phase-facts.tsx";
import type { Shown } from "./shown.ts";

/** A phase at the desk: its plan, and what was written down in it. */
export function WorkedOnPhase({
  kind,
  page,
  journal,
  locale,
  t,
}: Shown & { kind: PhaseKind; page: string }) {
  const phase = journal.phases.find((one) => one.kind === kind);
  const name = t(`phases.${kind}`);
  return (
    <>
      <h3>{name}</h3>
      {phase && (
        <>
          <PhaseFacts phase={phase} locale={locale} />
          <p className="fact">
            {t("desk.plannedCents", { amount: formatMoney(locale, phase.plannedCents) })}
          </p>
        </>
      )}
      <p>
        <a href={`${page}?phase=${kind}#phase`}>
          {t(phase ? "desk.change" : "desk.plan", { name })}
        </a>
      </p>
      <ul>
        {journal.entries
          .filter((entry) => entry.phase === kind)
          .map((entry) => (
            <li key={entry.id}>
              <WorkedOnEntryLine
                entry={entry}
                page={page}
                journal={journal}
                locale={locale}
                t={t}
              />
            </li>
          ))}
        {journal.files
          .filter((file) => file.phase === kind)
          .map((file) => (
            <li key={file.id}>
              <WorkedOnFile file={file} journal={journal} locale={locale} t={t} />
            </li>
          ))}
      </ul>
    </>
  );
}

function WorkedOnFile({
  file,
  journal: { slug, language },
  locale,
  t,
}: Shown & { file: JournalFile }) {
  return (
    <>
      <FileView file={file} locale={locale} language={language} />
      {file.kind === "photo" && <p lang={language}>{file.words}</p>}
      <p className="fact">{t(`audiences.${file.visible}`)}</p>
      <details>
        <summary>{t("files.removeOf", { words: file.words })}</summary>
        <p>{t("desk.removeHint")}</p>
        <ActionForm
          action={removeFileAction}
          submit={t("desk.remove")}
          working={t("desk.working")}
          values={{ locale, slug, id: file.id }}
          quiet
        />
      </details>
    </>
  );
}

type EntryProps = Shown & { entry: WorkedOnEntry; page: string };

function WorkedOnEntryLine({ entry, page, journal: { slug, language }, locale, t }: EntryProps) {
  const named = {
    kind: t(entry.isOpen ? "toDo" : `kinds.${entry.kind}`),
    day: formatDay(locale, Temporal.PlainDate.from(entry.day)),
  };
  return (
    <>
      <EntryLine entry={entry} locale={locale} language={language} />
      <p className="fact">
        {t(`audiences.${entry.visible}`)} ·{" "}
        <a href={`${page}?entry=${entry.id}#add`} aria-label={t("desk.changeOf", named)}>
          {t("desk.changeOne")}
        </a>
      </p>
      <details>
        <summary aria-label={t("desk.removeOf", named)}>{t("desk.remove")}</summary>
        <p>{t("desk.removeHint")}</p>
        <ActionForm
          action={removeEntryAction}
          submit={t("desk.remove")}
          working={t("desk.working")}
          values={{ locale, slug, id: entry.id }}
          quiet
        />
      </details>
    </>
  );
}
