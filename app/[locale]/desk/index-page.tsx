import { IndexList } from "#components/site/index-list.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { entriesUnder } from "#lib/foundation/identity/permission/menu.ts";
import type { Action } from "#lib/foundation/identity/permission/policy.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";

type Props = { locale: Locale; href: string; title: string; action: Action };

/** A page that lists what stands below it in the menu. */
export async function IndexPage({ locale, href, title, action }: Props) {
  const { actor } = await staffContext(action, `/${locale}${href}`);
  return (
    <>
      <h1>{translator(locale, "common")(title)}</h1>
      <IndexList
        entries={entriesUnder(actor, href, { isDemonstration: settings().demo }).map((entry) => ({
          href: `/${locale}${entry.href}`,
          label: translator(locale, entry.label[0])(entry.label[1]),
          icon: entry.icon,
        }))}
      />
    </>
  );
}
