import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EntryForm } from "#components/journal/entry-form.tsx";
import { FileForm } from "#components/journal/file-form.tsx";
import { PlanForm } from "#components/journal/plan-form.tsx";
import { Readers } from "#components/journal/readers.tsx";
import { TitleForm } from "#components/journal/title-form.tsx";
import { WorkedOnPhase } from "#components/journal/worked-on-phase.tsx";
import { Crumb } from "#components/ui/crumb.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { requestContext, staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { workedOnJournal } from "#lib/practice/journal/queries.ts";
import { ENTRY_KINDS, PHASES } from "#lib/practice/journal/rules.ts";
import { markOfPhase } from "#lib/practice/journal/writing.ts";
import { namedThing, titleFrom } from "../../../title-from.ts";

type Props = {
  params: Promise<{ locale: string; slug: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const ctx = await requestContext();
  const found = await namedThing(workedOnJournal(ctx, slug));
  return titleFrom(
    found?.title,
    translator(locale, "journal")("desk.title"),
    translator(locale, "common")("nav.desk"),
  );
}

/**
 * A journal of one's place: its phases, what happened in them, and who reads it. `phase`, `add`,
 * `entry`, `title` and `files` open the form of one thing.
 */
export default async function WorkPage({ params, searchParams }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const ctx = await staffContext(
    "journal.write",
    `/${locale}/desk/journals/${encodeURIComponent(slug)}`,
  );
  const journal = await workedOnJournal(ctx, slug);
  if (!journal) notFound();
  const t = translator(locale, "journal");
  const asked = await searchParams;
  const planned = PHASES.find((kind) => kind === asked.phase);
  const added = ENTRY_KINDS.find((kind) => kind === asked.add);
  const changed = journal.entries.find(({ id }) => id === asked.entry);
  const today = ctx.now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate();
  const { title, summary, language, state, spaceName, spaceId, phases, guide } = journal;
  const page = `/${locale}/desk/journals/${slug}`;
  const shown = { journal, locale, t };
  return (
    <>
      <Crumb href={`/${locale}/desk/journals`}>{t("desk.title")}</Crumb>
      <h1 lang={language}>{title}</h1>
      <p className="fact">
        <bdi>{spaceName}</bdi> · {t(`states.${state}`)}
      </p>
      <p lang={language}>{summary}</p>
      <p>
        <a href={`${page}?title=1#title`}>{t("desk.change", { name: t("desk.words.journal") })}</a>
      </p>
      {guide && (
        <p>
          {t("fromGuide")}{" "}
          <a lang={guide.language} href={`/${locale}/journals/${guide.slug}/guide`}>
            {guide.title}
          </a>
        </p>
      )}
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
              <WorkedOnPhase kind={kind} page={page} {...shown} />
            </li>
          ))}
        </ol>
      </section>
      {planned && (
        <PlanForm
          key={planned}
          kind={planned}
          revision={markOfPhase(phases.find(({ kind }) => kind === planned))}
          {...shown}
        />
      )}
      {phases.length > 0 && (
        <EntryForm {...shown} page={page} today={today} added={added} changed={changed} />
      )}
      {phases.length > 0 && asked.files && <FileForm {...shown} page={page} asked={asked} />}
      {phases.length > 0 && !asked.files && (
        <p>
          <a className="button quiet" href={`${page}?files=1#files`}>
            {t("files.add")}
          </a>
        </p>
      )}
      {asked.title && <TitleForm {...shown} />}
      <Readers {...shown} mayPublish={can(ctx.actor, "journal.publish", { spaceId })} />
    </>
  );
}
