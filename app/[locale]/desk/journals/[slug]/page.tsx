import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EntryFields } from "#components/journal/entry-fields.tsx";
import { EntryLine } from "#components/journal/entry-line.tsx";
import { PhaseFacts } from "#components/journal/phase-facts.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { DayField } from "#components/ui/day-field.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { TextField } from "#components/ui/field.tsx";
import { formatMoney, typedMoney } from "#components/ui/money.ts";
import { formatDay } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { messageFor, type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { can } from "#lib/foundation/identity/policy.ts";
import { staffContext } from "#lib/foundation/identity/session.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import {
  addEntryAction,
  planPhaseAction,
  publishJournalAction,
  removeEntryAction,
  withdrawJournalAction,
} from "#lib/practice/journal/actions.ts";
import { type WorkedOnJournal, workedOnJournal } from "#lib/practice/journal/queries.ts";
import { ENTRY_KINDS, missingFrom, PHASES, type PhaseKind } from "#lib/practice/journal/rules.ts";

type Props = {
  params: Promise<{ locale: string; slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "journal")("desk.title") };
}

type Shown = { journal: WorkedOnJournal; locale: Locale; t: Translate };

/** A journal of one's place: its phases, what happened in them, and who reads it. `phase` and `add` open the form of one thing. */
export default async function WorkPage({ params, searchParams }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const ctx = await staffContext("journal.write", `/${locale}/desk/journals/${encodeURIComponent(slug)}`);
  const journal = await workedOnJournal(ctx, slug);
  if (!journal) notFound();
  const t = translator(locale, "journal");
  const asked = await searchParams;
  const planned = PHASES.find((kind) => kind === asked.phase);
  const added = ENTRY_KINDS.find((kind) => kind === asked.add);
  const today = ctx.now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate();
  const { title, summary, language, state, spaceName, spaceId, phases } = journal;
  const page = `/${locale}/desk/journals/${slug}`;
  return (
    <>
      <p className="row">
        <a href={`/${locale}/desk/journals`}>{t("desk.title")}</a>
      </p>
      <h1 lang={language}>{title}</h1>
      <p className="fact">
        <bdi>{spaceName}</bdi> · {t(`states.${state}`)}
      </p>
      <p lang={language}>{summary}</p>
      {state === "published" && (
        <p>
          <a href={`/${locale}/journals/${slug}`}>{t("desk.public")}</a>
        </p>
      )}
      <section>
        <h2>{t("desk.phases")}</h2>
        <ol className="journal-way">
          {PHASES.map((kind) => (
            <li key={kind}>
              <PhaseOf kind={kind} page={page} journal={journal} locale={locale} t={t} />
            </li>
          ))}
        </ol>
      </section>
      {planned && <PlanForm key={planned} kind={planned} journal={journal} locale={locale} t={t} />}
      {phases.length > 0 && (
        <section className="narrow" id="add">
          <h2>{t("desk.add")}</h2>
          <nav aria-label={t("desk.add")}>
            <ul className="journal-kinds">
              {ENTRY_KINDS.map((kind) => (
                <li key={kind}>
                  <a href={`${page}?add=${kind}#add`} aria-current={kind === added ? "true" : undefined}>
                    {t(`desk.kinds.${kind}`)}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          {added && (
            <>
              <h3>{t(`desk.kinds.${added}`)}</h3>
              <ActionForm
                key={added}
                action={addEntryAction}
                submit={t("desk.addGo")}
                working={t("desk.working")}
                values={{ locale, slug, kind: added }}
              >
                <EntryFields
                  kind={added}
                  phases={phases.map(({ kind }) => kind)}
                  locale={locale}
                  language={language}
                  today={today}
                  isPublished={state === "published"}
                />
              </ActionForm>
            </>
          )}
        </section>
      )}
      <Readers
        journal={journal}
        locale={locale}
        t={t}
        mayPublish={can(ctx.actor, "journal.publish", { spaceId })}
      />
    </>
  );
}

function PhaseOf({ kind, page, journal, locale, t }: Shown & { kind: PhaseKind; page: string }) {
  const { slug, phases, entries, language } = journal;
  const phase = phases.find((one) => one.kind === kind);
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
        <a href={`${page}?phase=${kind}#phase`}>{t(phase ? "desk.change" : "desk.plan", { name })}</a>
      </p>
      <ul>
        {entries
          .filter((entry) => entry.phase === kind)
          .map((entry) => (
            <li key={entry.id}>
              <EntryLine entry={entry} locale={locale} language={language} />
              <p className="fact">{t(`audiences.${entry.visible}`)}</p>
              <details>
                <summary>
                  {t("desk.removeOf", {
                    kind: t(`kinds.${entry.kind}`),
                    day: formatDay(locale, Temporal.PlainDate.from(entry.day)),
                  })}
                </summary>
                <p>{t("desk.removeHint")}</p>
                <ActionForm
                  action={removeEntryAction}
                  submit={t("desk.remove")}
                  working={t("desk.working")}
                  values={{ locale, slug, id: entry.id }}
                  quiet
                />
              </details>
            </li>
          ))}
      </ul>
    </>
  );
}

function PlanForm({ kind, journal: { slug, phases }, locale, t }: Shown & { kind: PhaseKind }) {
  const phase = phases.find((one) => one.kind === kind);
  const day = (name: "plannedFrom" | "plannedTo" | "actualFrom" | "actualTo", isNeeded: boolean) => {
    const known = phase?.[name];
    return (
      <DayField
        locale={locale}
        label={t(`desk.fields.${name}`)}
        hint={isNeeded ? undefined : t("desk.hints.optional")}
        name={name}
        typed=""
        day={known ? Temporal.PlainDate.from(known) : undefined}
        required={isNeeded}
      />
    );
  };
  return (
    <section className="narrow" id="phase">
      <h2>{t(phase ? "desk.change" : "desk.plan", { name: t(`phases.${kind}`) })}</h2>
      <ActionForm
        action={planPhaseAction}
        submit={t("desk.save")}
        working={t("desk.working")}
        values={{ locale, slug, kind }}
      >
        {day("plannedFrom", true)}
        {day("plannedTo", true)}
        <TextField
          label={t("desk.fields.plannedCents")}
          hint={t("desk.hints.amount")}
          name="plannedCents"
          inputMode="decimal"
          autoComplete="off"
          defaultValue={typedMoney(phase?.plannedCents ?? null)}
        />
        {day("actualFrom", false)}
        {day("actualTo", false)}
      </ActionForm>
    </section>
  );
}

function Readers({ journal, locale, t, mayPublish }: Shown & { mayPublish: boolean }) {
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
    </section>
  );
}
