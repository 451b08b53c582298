import { OpenLinks } from "#components/badges/open-links.tsx";
import { ShareForm } from "#components/badges/share-form.tsx";
import { Tick } from "#components/ui/field.tsx";
import { formatDateTime } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { endPaperLinksAction, sharePaperBadgeAction } from "#lib/learning/badges/awards/actions.ts";
import { paperLinks } from "#lib/learning/badges/awards/paper.ts";
import { endBadgeLinksAction, shareBadgeAction } from "#lib/learning/badges/credentials/actions.ts";
import { type OpenLink, openLinks } from "#lib/learning/badges/credentials/queries.ts";
import { NOT_SHARED } from "#lib/learning/badges/credentials/schema.ts";

/** The badge of a page, and who reads it. */
export type BadgeProps = { ctx: Context; id: string; locale: Locale };

/** The links that there are, and the way to make one and to end them. */
export async function Sharing({ ctx, id, locale }: BadgeProps) {
  const t = translator(locale, "credentials");
  const links = await openLinks(ctx, id);
  const count = links.length;
  return (
    <section>
      <h2>{t("badge.share")}</h2>
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
    </section>
  );
}

/**
 * For staff who print the badge of somebody who said yes on paper: a code for the sheet, where the
 * person wants one. Nothing for anybody else.
 */
export async function PaperCode({ ctx, id, locale }: BadgeProps) {
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
