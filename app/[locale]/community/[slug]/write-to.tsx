import { ActionForm } from "#components/ui/action-form.tsx";
import { TextArea, TextField } from "#components/ui/field.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { writeToAction } from "#lib/places/partners/actions.ts";
import { provedAddress } from "#lib/places/partners/contact.ts";
import { MOST_MESSAGE } from "#lib/places/partners/schema.ts";

type Props = { ctx: Context; locale: Locale; actor: { slug: string; name: string } };

/** A letter to the organisation, whose address stays unknown to whoever writes. */
export async function WriteTo({ ctx, locale, actor: { slug, name } }: Props) {
  const t = translator(locale, "partners");
  const own = await provedAddress(ctx);
  return (
    <section className="narrow" id="write">
      <h2>{t("page.write", { name })}</h2>
      <p>{t("page.writeHint")}</p>
      <ActionForm
        action={writeToAction}
        submit={t("write.send")}
        working={t("write.working")}
        values={{ locale, slug }}
      >
        <TextField
          label={t("write.name")}
          name="name"
          autoComplete="name"
          defaultValue={ctx.actor.kind === "person" ? ctx.actor.displayName : ""}
          maxLength={100}
          required
        />
        {own ? (
          <p className="fact">{t("write.own", { address: own })}</p>
        ) : (
          <TextField
            label={t("write.email")}
            hint={t("write.emailHint")}
            name="email"
            type="email"
            autoComplete="email"
            maxLength={200}
            required
          />
        )}
        <TextArea
          label={t("write.message")}
          hint={t("write.messageHint")}
          name="message"
          maxLength={MOST_MESSAGE}
          rows={6}
          required
        />
        <div className="trap" aria-hidden="true">
          <label>
            {t("write.trap")}
            <input type="text" name="company" tabIndex={-1} autoComplete="off" />
          </label>
        </div>
      </ActionForm>
    </section>
  );
}
