import { Seal } from "#components/badges/seal.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { formatDate } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { myAwards, type OwnAward } from "#lib/learning/badges/awards/queries.ts";
import type { AwardState } from "#lib/learning/badges/awards/rules.ts";
import { editionIn } from "#lib/learning/badges/classes/rules.ts";

/** So many stand on one's home: those that wait for a yes first, then the newest. */
const MOST = 4;

/** What came to nothing: it stands on the page of badges alone. */
const GONE: readonly AwardState[] = ["refused", "declined"];

/** The actor's badges and those on their way; nothing for whoever has none. */
export async function OwnBadges({ ctx, locale }: { ctx: Context; locale: Locale }) {
  const shown = (await myAwards(ctx)).filter(({ state }) => !GONE.includes(state));
  if (shown.length === 0) return null;
  const t = translator(locale, "badges");
  return (
    <section>
      <div className="head">
        <h2>{t("me.title")}</h2>
        <a href={`/${locale}/me/badges`}>
          {t("me.all")}
          <Icon name="right" />
        </a>
      </div>
      <ul className="own-badges">
        {shown.slice(0, MOST).map((award) => (
          <OwnBadge key={award.id} award={award} ctx={ctx} locale={locale} />
        ))}
      </ul>
    </section>
  );
}

function OwnBadge({ award, ctx, locale }: { award: OwnAward; ctx: Context; locale: Locale }) {
  const { badge, state, changedAt, credentialId, canEarnAgain } = award;
  const t = translator(locale, "badges");
  const { name, lang } = editionIn(badge.version.editions, locale);
  return (
    <li className="card">
      <Seal icon={badge.version.icon} colour={badge.version.colour} isGrey={state !== "issued"} />
      <h3 lang={lang}>
        <a
          href={credentialId ? `/${locale}/badges/awarded/${credentialId}` : `/${locale}/me/badges`}
        >
          {name}
        </a>
      </h3>
      <p className="fact">
        {state === "issued" && !canEarnAgain
          ? formatDate(locale, changedAt, NETWORK_ZONE, ctx.now)
          : t(canEarnAgain ? "me.over" : `me.states.${state}`)}
      </p>
    </li>
  );
}
