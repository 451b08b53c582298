import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { AskFields } from "#components/badges/ask-fields.tsx";
import { OpenLinks } from "#components/badges/open-links.tsx";
import { RecognisedBy } from "#components/badges/recognised-by.tsx";
import { ShareForm } from "#components/badges/share-form.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { TextArea, Tick } from "#components/ui/field.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { PrintButton } from "#components/ui/print-button.tsx";
import { Status } from "#components/ui/status.tsx";
import { COLON } from "#lib/foundation/i18n/colon.ts";
import { formatDateTime } from "#lib/foundation/i18n/format.ts";
import { languageName } from "#lib/foundation/i18n/language-name.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { isByCard } from "#lib/foundation/identity/policy.ts";
import { qrImage } from "#lib/foundation/identity/qr.ts";
import { orNotThere, requestContext } from "#lib/foundation/identity/session.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { settings } from "#lib/foundation/platform/settings.ts";
import { endPaperLinksAction, sharePaperBadgeAction } from "#lib/learning/badges/awards/actions.ts";
import { paperLinks } from "#lib/learning/badges/awards/paper.ts";
import { readableBadge } from "#lib/learning/badges/awards/queries.ts";
import {
  endBadgeLinksAction,
  shareBadgeAction,
  withdrawBadgeAction,
} from "#lib/learning/badges/credentials/actions.ts";
import { SHARE_PARAMETER, sharedAddress } from "#lib/learning/badges/credentials/addresses.ts";
import type { Form } from "#lib/learning/badges/credentials/answer.ts";
import { achievementAddress } from "#lib/learning/badges/credentials/credential.ts";
import { distrustedKeys } from "#lib/learning/badges/credentials/keys.ts";
import { linkedInAddress } from "#lib/learning/badges/credentials/linked-in.ts";
import { type OpenLink, openLinks } from "#lib/learning/badges/credentials/queries.ts";
import { NOT_SHARED } from "#lib/learning/badges/credentials/schema.ts";
import { keyOf } from "#lib/learning/badges/credentials/standing.ts";
import {
  askForOwnBadgeAction,
  withdrawRequestAction,
} from "#lib/learning/badges/endorsements/actions.ts";
import { recognitionOfBadge, requestsForBadge } from "#lib/learning/badges/endorsements/queries.ts";
import { shown } from "#lib/learning/badges/verification/verify.ts";
import { dayIn } from "#lib/learning/badges/verification/words.ts";
import { recognisersOf } from "../../recognisers.ts";
import "#components/badges/badges.css";
import "./badge.css";

type Props = {
  params: Promise<{ locale: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { badge } = await badgeOf(await params, await searchParams);
  return {
    title: badge.name,
    robots: { index: false, follow: false },
    // A link that was shared says in a message what it leads to; nothing else is told to anybody.
    ...(keyFrom(await searchParams) && {
      openGraph: {
        title: badge.name,
        description: badge.description ?? "",
        siteName: badge.issuer,
      },
    }),
  };
}

/** The forms to take along: what people know first. */
const OFFERED: readonly Form[] = ["pdf", "png", "svg", "json", "jwt"];

type Asked = Record<string, string | string[] | undefined>;

function keyFrom(asked: Asked): string | null {
  const key = asked[SHARE_PARAMETER];
  return typeof key === "string" ? key : null;
}

async function badgeOf({ id }: { id: string }, asked: Asked) {
  if (!z.uuid().safeParse(id).success) notFound();
  const ctx = await requestContext();
  const stored = await orNotThere(readableBadge(ctx, id, keyFrom(asked)));
  const signed = JSON.parse(stored.signed) as JsonObject;
  const badge = shown(signed, null);
  const achievement = achievementAddress(signed);
  return badge ? { ctx, stored, signed, badge, achievement } : notFound();
}

/** A badge as its holder, and whoever they show it to, see it. */
export default async function AwardedBadgePage({ params, searchParams }: Props) {
  const { locale: segment, id } = await params;
  const locale = localeOf(segment);
  const { ctx, stored, signed, badge, achievement } = await badgeOf({ id }, await searchParams);
  // A link that was ended leads nobody on, not even who may see the badge without it.
  const key = stored.isByLink ? keyFrom(await searchParams) : null;
  const t = translator(locale, "credentials");
  const { now } = ctx;
  const query = key ? `&${new URLSearchParams({ [SHARE_PARAMETER]: key })}` : "";
  const download = (form: Form) => `/badges/${id}?as=${form}&language=${locale}${query}`;
  const address = key ? sharedAddress(settings().publicUrl, id, key) : null;
  const verify = `/${locale}/verify${address ? `?${new URLSearchParams({ badge: address })}` : ""}`;
  const isDistrusted = (await distrustedKeys(ctx.db)).includes(keyOf(signed) ?? "");
  const hasEnded =
    stored.validUntil !== null &&
    Temporal.Instant.compare(now, Temporal.Instant.from(stored.validUntil)) > 0;
  const language = badge.language ?? undefined;
  return (
    <div className="badge-page">
      <div className="badge-main">
        <div className="held-head">
          {/* biome-ignore lint/performance/noImgElement: a drawing of ours, nothing to optimise */}
          <img src={download("svg")} alt={t("badge.picture")} width={180} height={180} />
          <div>
            <p className="fact">
              {t("badge.earned", { day: dayIn(locale, badge.awardedOn ?? "") })}
            </p>
            <h1 lang={language}>{badge.name}</h1>
            {badge.description && (
              <p className="lead" lang={language}>
                {badge.description}
              </p>
            )}
            {badge.awardedBy && <p>{t("badge.by", { place: badge.awardedBy })}</p>}
            {badge.level && (
              <p>
                {t("badge.level")}
                {COLON[locale]}
                <span lang={language}>{badge.level}</span>
              </p>
            )}
          </div>
        </div>
        {stored.revokedAt && (
          <Status className="alert">
            {t("badge.withdrawn", { day: dayIn(locale, stored.revokedAt) })}{" "}
            {stored.revokeReason && t("badge.why", { reason: stored.revokeReason })}
          </Status>
        )}
        {isDistrusted && <Status className="alert">{t("badge.distrusted")}</Status>}
        {stored.validUntil && (
          <p className={hasEnded ? "alert" : "fact"}>
            {t(hasEnded ? "badge.ended" : "badge.until", { day: dayIn(locale, stored.validUntil) })}
          </p>
        )}
        {badge.evidence.length > 0 && (
          <section>
            <h2>{t("badge.how")}</h2>
            <ol className="badge-steps" lang={language}>
              {badge.evidence.map(({ name, narrative }, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two may say the same
                <li key={at}>
                  <b>{name}</b>
                  {narrative && <p className="fact">{narrative}</p>}
                </li>
              ))}
            </ol>
          </section>
        )}
        {badge.competences.length > 0 && (
          <section>
            <h2>{t("badge.tied")}</h2>
            {language && language !== locale && (
              <p className="fact">
                {t("badge.asSigned", { language: languageName(locale, language) })}
              </p>
            )}
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls is reached by keyboard */}
            <section className="scroll" tabIndex={0} aria-label={t("badge.tied")}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">{t("badge.framework")}</th>
                    <th scope="col">{t("badge.skill")}</th>
                    <th scope="col">{t("badge.level")}</th>
                  </tr>
                </thead>
                <tbody lang={language}>
                  {badge.competences.map(({ framework, code, name, level }, at) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a badge may name one skill twice
                    <tr key={at}>
                      <th scope="row">{framework}</th>
                      <td>{[code, name].filter(Boolean).join(" ")}</td>
                      <td>{level}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          </section>
        )}
        <section id="recognition">
          <h2>{translator(locale, "endorsements")("by.title")}</h2>
          <RecognisedBy
            locale={locale}
            list={recognisersOf(await recognitionOfBadge(ctx, id, achievement), locale, { key })}
          />
          {stored.isOwn && !stored.revokedAt && !isByCard(ctx.actor) && (
            <AskForOwn ctx={ctx} id={id} locale={locale} />
          )}
        </section>
        {address && (
          <figure className="badge-qr">
            {/* biome-ignore lint/performance/noImgElement: drawn here, nothing to optimise */}
            <img
              className="qr"
              src={await qrImage(address)}
              alt={t("badge.qr")}
              width={160}
              height={160}
            />
            <figcaption>{t("badge.scan")}</figcaption>
          </figure>
        )}
      </div>
      <aside className="held-side">
        {address && (
          <p>
            <a className="button" href={verify}>
              <Icon name="shield" />
              {t("badge.verify")}
            </a>
          </p>
        )}
        {stored.isOwn && (
          <section>
            <h2>{t("badge.share")}</h2>
            <ShareState ctx={ctx} id={id} locale={locale} />
          </section>
        )}
        {!stored.isOwn && !stored.revokedAt && <PaperCode ctx={ctx} id={id} locale={locale} />}
        <section>
          <h2>{t("badge.take")}</h2>
          <ul className="badge-forms">
            {OFFERED.map((form) => (
              <li key={form}>
                <a href={download(form)}>
                  <Icon name="download" />
                  {t(`badge.as.${form}`)}
                </a>
              </li>
            ))}
            {address && (
              <li>
                <a rel="noreferrer" href={linkedInAddress({ ...badge, address, id })}>
                  <Icon name="out" />
                  {t("badge.linkedIn")}
                </a>
              </li>
            )}
          </ul>
          <PrintButton label={t("badge.print")} />
        </section>
        {stored.mayWithdraw && !stored.revokedAt && (
          <section>
            <details>
              <summary>{t("badge.withdraw")}</summary>
              <p className="fact">{t("badge.withdrawHint")}</p>
              <ActionForm
                action={withdrawBadgeAction}
                values={{ locale, id }}
                submit={t("badge.withdrawNow")}
                working={t("badge.withdrawing")}
                quiet
              >
                <TextArea label={t("badge.reason")} name="reason" maxLength={500} required />
              </ActionForm>
            </details>
          </section>
        )}
      </aside>
    </div>
  );
}

/** What the holder asked of schools and firms, and the form to ask another. */
async function AskForOwn({ ctx, id, locale }: ShareProps) {
  const t = translator(locale, "endorsements");
  const requests = await requestsForBadge(ctx, id, locale);
  return (
    <>
      <ul className="badge-steps">
        {requests.map((one) => (
          <li key={one.id}>
            <b>
              <bdi>{one.organisation}</bdi>
            </b>
            {COLON[locale]}
            {t(`states.${one.endorsement?.revokedAt ? "revoked" : one.state}`)}
            {one.reason && <p>{t("own.because", { reason: one.reason })}</p>}
            {one.endorsement?.revokeReason && (
              <p>{t("desk.withdrawn", { reason: one.endorsement.revokeReason })}</p>
            )}
            {one.state === "open" && (
              <ActionForm
                action={withdrawRequestAction}
                submit={t("own.withdraw")}
                working={t("own.working")}
                values={{ locale, id: one.id, here: id }}
                quiet
              />
            )}
          </li>
        ))}
      </ul>
      <details>
        <summary>{t("own.title")}</summary>
        <p>{t("own.hint")}</p>
        <ActionForm
          action={askForOwnBadgeAction}
          submit={t("own.send")}
          working={t("own.working")}
          values={{ locale, id }}
        >
          <AskFields locale={locale} />
        </ActionForm>
      </details>
    </>
  );
}

type ShareProps = {
  ctx: Awaited<ReturnType<typeof requestContext>>;
  id: string;
  locale: Locale;
};

/** The links that there are, and the way to make one and to end them. */
async function ShareState({ ctx, id, locale }: ShareProps) {
  const t = translator(locale, "credentials");
  const links = await openLinks(ctx, id);
  const count = links.length;
  return (
    <>
      <p className="fact">{count > 0 ? t("badge.open", { count }) : t("badge.private")}</p>
      <ShareForm
        action={shareBadgeAction}
        locale={locale}
        id={id}
        start={NOT_SHARED}
        words={{
          make: t("badge.makeLink"),
          making: t("badge.making"),
          made: t("badge.linkMade"),
          open: t("badge.openLink"),
          sheet: t("badge.sheetPdf"),
        }}
        open={links.map((link) => link.id)}
      />
      <OpenLinks
        action={endBadgeLinksAction}
        locale={locale}
        id={id}
        links={links.map((link) => linkIn(locale, link))}
        words={endingIn(locale)}
      />
    </>
  );
}

/**
 * For staff who print the badge of somebody who said yes on paper: a code for the sheet, where the
 * person wants one. Nothing for anybody else.
 */
async function PaperCode({ ctx, id, locale }: ShareProps) {
  const links = await paperLinks(ctx, id);
  if (!links) return null;
  const t = translator(locale, "credentials");
  return (
    <section>
      <h2>{t("paper.title")}</h2>
      <p>{t("paper.hint")}</p>
      <ShareForm
        action={sharePaperBadgeAction}
        locale={locale}
        id={id}
        start={NOT_SHARED}
        words={{
          make: t("paper.make"),
          making: t("badge.making"),
          made: t("paper.made"),
          sheet: t("paper.sheet"),
        }}
        open={links.map((link) => link.id)}
      >
        <Tick label={t("paper.wanted")} name="wanted" value="on" defaultChecked={false} />
      </ShareForm>
      <OpenLinks
        action={endPaperLinksAction}
        locale={locale}
        id={id}
        links={links.map((link) => linkIn(locale, link))}
        words={endingIn(locale)}
      />
    </section>
  );
}

function linkIn(locale: Locale, { id, onPaper, madeAt }: OpenLink) {
  const t = translator(locale, "credentials");
  const when = formatDateTime(locale, Temporal.Instant.from(madeAt), NETWORK_ZONE);
  return { id, text: t(onPaper ? "badge.linkOnPaper" : "badge.link", { when }) };
}

function endingIn(locale: Locale) {
  const t = translator(locale, "credentials");
  return { endOne: t("badge.endLink"), endAll: t("badge.endLinks"), ending: t("badge.ending") };
}
