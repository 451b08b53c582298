import { PlanPicture } from "#components/prototypes/floor-plan.tsx";
import { planSum } from "#components/prototypes/plan-words.ts";
import { ActionForm } from "#components/ui/action-form.tsx";
import { labelled } from "#lib/foundation/i18n/colon.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { titleIn } from "#lib/foundation/i18n/title.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { changeLayoutAction, retireLayoutAction } from "#lib/places/spaces/actions.ts";
import type { Layout } from "#lib/places/spaces/schema.ts";
import { LayoutFields } from "./layout-fields.tsx";

type Props = {
  locale: Locale;
  /** Each with the mark of what is shown of it. */
  layouts: (Layout & { revision: string })[];
  /** The page that they stand on. */
  here: string;
};

/** The ways in which a room can be set up, for its managers: to rename, and to offer or not. */
export function LayoutList({ locale, layouts, here }: Props) {
  const t = translator(locale, "spaces");
  const working = translator(locale, "desk")("form.working");
  return (
    <section>
      <h2 id="layouts">{t("layouts.title")}</h2>
      <p>{t(layouts.length > 0 ? "layouts.hint" : "layouts.none")}</p>
      {layouts.map(({ id, names, seats, plan, isRetired, revision }) => {
        const { text: name, lang } = titleIn(names, locale);
        return (
          <section className="card variant set-up" key={id}>
            <div>
              <h3 lang={lang}>{name}</h3>
              {isRetired && <p className="status">{t("layouts.retired")}</p>}
              <PlanPicture plan={plan} />
              <p className="fact">{planSum(locale, translator(locale, "prototypes"), plan)}</p>
              <ActionForm
                action={changeLayoutAction}
                submit={t("layouts.save")}
                name={labelled(locale, t("layouts.save"), name)}
                working={working}
                values={{ locale, id, here, revision }}
                quiet
              >
                <LayoutFields locale={locale} names={names} seats={seats} />
              </ActionForm>
              <ActionForm
                action={retireLayoutAction}
                submit={t(isRetired ? "layouts.offer" : "layouts.retire")}
                name={labelled(locale, t(isRetired ? "layouts.offer" : "layouts.retire"), name)}
                working={working}
                values={{ locale, id, here, retired: isRetired ? "no" : "yes" }}
                quiet
              />
            </div>
          </section>
        );
      })}
    </section>
  );
}
