import { ActionForm } from "#components/ui/action-form.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { entriesNaming } from "#lib/learning/badges/benchmark/queries.ts";
import { badgesNaming } from "#lib/learning/badges/classes/queries.ts";
import {
  removeFrameworkAction,
  retireFrameworkAction,
} from "#lib/learning/badges/competences/actions.ts";
import { namedByOthers } from "#lib/learning/badges/competences/ending.ts";
import type { Framework } from "#lib/learning/badges/competences/queries.ts";

type Props = { ctx: Context; framework: Framework; locale: Locale };

/** What nothing names can go; what something names can be given up, and taken up again. */
export async function FrameworkEnd({ ctx, framework, locale }: Props) {
  const t = translator(locale, "badges");
  const { id, slug, items, retiredAt, changedAt } = framework;
  const own = items.map((item) => item.id);
  const named = {
    badges: await badgesNaming(ctx, own),
    entries: await entriesNaming(ctx, own),
    links: await namedByOthers(ctx.db, id),
  };
  const isNamed = named.badges + named.entries + named.links > 0;
  const values = { locale, slug, seen: changedAt.toString() };
  return (
    <details>
      <summary>{t("frameworks.end.title")}</summary>
      <p>{t(isNamed ? "frameworks.end.named" : "frameworks.end.unnamed", named)}</p>
      {!isNamed && (
        <ActionForm
          action={removeFrameworkAction}
          submit={t("frameworks.end.remove")}
          working={t("desk.working")}
          values={values}
          quiet
        />
      )}
      {!retiredAt && <p>{t("frameworks.end.hint")}</p>}
      <ActionForm
        action={retireFrameworkAction}
        submit={t(retiredAt ? "frameworks.end.again" : "frameworks.end.retire")}
        working={t("desk.working")}
        values={{ ...values, retired: retiredAt ? "no" : "yes" }}
        quiet
      />
    </details>
  );
}
