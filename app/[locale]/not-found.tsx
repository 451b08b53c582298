import { headers } from "next/headers";
import { DeadEnd } from "#components/site/dead-end.tsx";
import { Icon, type IconName } from "#components/ui/icon.tsx";
import { isLocale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";

const WAYS: { to: string; icon: IconName; label: string; hint: string }[] = [
  { to: "", icon: "pin", label: "errors.backHome", hint: "errors.wayPlaces" },
  { to: "/sessions", icon: "calendar", label: "nav.sessions", hint: "errors.waySessions" },
  { to: "/me", icon: "person", label: "nav.me", hint: "errors.wayMine" },
];

export default async function NotFoundPage() {
  const asked = (await headers()).get("x-locale");
  const locale = isLocale(asked) ? asked : "en";
  const t = translator(locale, "common");
  return (
    <>
      <title>{`${t("errors.notFoundTitle")} – Trivium`}</title>
      <DeadEnd title={t("errors.notFoundTitle")} text={t("errors.notFoundText")}>
        <ul>
          {WAYS.map(({ to, icon, label, hint }) => (
            <li key={to}>
              <a className="lost-way" href={`/${locale}${to}`}>
                <Icon name={icon} />
                <span>
                  {t(label)}
                  <small>{t(hint)}</small>
                </span>
              </a>
            </li>
          ))}
        </ul>
      </DeadEnd>
    </>
  );
}
