import { Icon, type IconName } from "#components/ui/icon.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Domain } from "#lib/foundation/i18n/messages.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";

const WAYS: { href: string; icon: IconName; domain: Domain; key: string; hint: string }[] = [
  { href: "badges", icon: "badge", domain: "badges", key: "me.title", hint: "badges" },
  { href: "backpack", icon: "inbox", domain: "backpack", key: "title", hint: "backpack" },
  { href: "calendars", icon: "calendar", domain: "calendars", key: "title", hint: "calendars" },
  { href: "helpers", icon: "people", domain: "booking", key: "helpers.title", hint: "helpers" },
  { href: "data", icon: "shield", domain: "consent", key: "title", hint: "data" },
  { href: "account", icon: "person", domain: "identity", key: "account.title", hint: "account" },
];

/** The other pages of one's own. */
export function Doorways({ locale }: { locale: Locale }) {
  const t = translator(locale, "booking");
  return (
    <section>
      <h2>{t("mine.more")}</h2>
      <ul className="doorways">
        {WAYS.map(({ href, icon, domain, key, hint }) => (
          <li key={href}>
            <a href={`/${locale}/me/${href}`}>
              <Icon name={icon} />
              <span>
                {translator(locale, domain)(key)}
                <small>{t(`mine.ways.${hint}`)}</small>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
