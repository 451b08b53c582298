import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { CheckboxGroup } from "#components/ui/field.tsx";
import { Status } from "#components/ui/status.tsx";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { orNotThere, staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { qrImage } from "#lib/foundation/platform/text/qr.ts";
import { awardAfterSessionAction } from "#lib/learning/badges/awards/actions.ts";
import { badgesAfterSession, type SessionCandidates } from "#lib/learning/badges/awards/queries.ts";
import { editionIn } from "#lib/learning/badges/classes/rules.ts";
import { knownSession } from "#lib/learning/sessions/queries.ts";
import { spacesByName } from "#lib/places/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string; id: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "badges")("desk.session") };
}

/**
 * After a session: badges that ask for hours alone, given to those who were there and have enough.
 */
export default async function SessionBadgesPage({ params, searchParams }: Props) {
  const { locale: segment, id } = await params;
  const locale = localeOf(segment);
  const ctx = await staffContext(
    "badge.award",
    `/${locale}/desk/sessions/${encodeURIComponent(id)}/badges`,
  );
  if (!z.uuid().safeParse(id).success) notFound();
  const candidates = await orNotThere(badgesAfterSession(ctx, id));
  const t = translator(locale, "badges");
  const { spaceId } = await knownSession(ctx.db, id);
  const at = (await spacesByName(ctx)).find((space) => space.id === spaceId)?.slug ?? "";
  const codes = await Promise.all(
    candidates.map(({ badge: { slug } }) =>
      qrImage(`${settings().publicUrl}/${locale}/badges/${slug}?${new URLSearchParams({ at })}`),
    ),
  );
  const asked = await searchParams;
  const awarded = z.coerce.number().int().min(0).max(200).safeParse([asked.awarded].flat()[0]);
  const left = [asked.left].flat()[0];
  const isEmpty = candidates.every(({ people }) => people.length === 0);
  return (
    <div className="narrow">
      <h1>{t("desk.session")}</h1>
      {awarded.success && (
        <Status>
          {t("desk.awarded", { count: awarded.data })}{" "}
          {left && t("desk.leftOut", { count: Number(left) || 0 })}
        </Status>
      )}
      {candidates.length === 0 ? (
        <Empty text={t("desk.noBadges")} />
      ) : isEmpty ? (
        <Empty text={t("desk.sessionNone")}>
          <a href={`/${locale}/desk/sessions/${id}/sheet`}>
            {translator(locale, "sessions")("desk.sheet")}
          </a>
        </Empty>
      ) : (
        <p>{t("desk.sessionHint")}</p>
      )}
      {!isEmpty &&
        candidates.map(({ badge, people }) => (
          <section key={badge.id}>
            <Award badge={badge} people={people} session={id} locale={locale} />
          </section>
        ))}
      {candidates.length > 0 && (
        <section>
          <h2>{t("desk.codes")}</h2>
          <p>{t("desk.codesHint")}</p>
          <ul className="cards">
            {candidates.map(({ badge }, index) => (
              <li className="card" key={badge.id}>
                <Code badge={badge} image={codes[index]} locale={locale} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

type AwardProps = SessionCandidates & { session: string; locale: Locale };

/** One badge: who has it or falls short, and giving it to all others at once. */
function Award({ badge, people, session, locale }: AwardProps) {
  const t = translator(locale, "badges");
  const { name, lang } = editionIn(badge.version.editions, locale);
  const ready = people.filter(({ isMet, has }) => isMet && !has);
  const rest = people.filter((one) => !ready.includes(one));
  return (
    <>
      <h2 lang={lang}>{name}</h2>
      {rest.map((person) => (
        <p className="fact" key={person.id}>
          {t(person.has ? "desk.has" : "desk.notEnough", { name: person.name })}
        </p>
      ))}
      {ready.length > 0 && (
        <ActionForm
          action={awardAfterSessionAction}
          submit={t("desk.awardThem")}
          working={t("desk.working")}
          values={{ locale, session, badge: badge.slug }}
        >
          <CheckboxGroup
            legend={t("desk.who")}
            name="people"
            chosen={ready.map((one) => one.id)}
            options={ready.map((one) => ({ value: one.id, label: one.name }))}
          />
        </ActionForm>
      )}
    </>
  );
}

type CodeProps = Pick<SessionCandidates, "badge"> & { image: string | undefined; locale: Locale };

/** The code of a badge, which leads a phone to its page in this space. */
function Code({ badge, image, locale }: CodeProps) {
  const t = translator(locale, "badges");
  const { name, lang } = editionIn(badge.version.editions, locale);
  return (
    <>
      {/* biome-ignore lint/performance/noImgElement: drawn here, nothing to optimise */}
      <img className="qr" src={image} alt={t("desk.code", { name })} width={160} height={160} />
      <p lang={lang}>{name}</p>
    </>
  );
}
