/** One picture of one page. */
export type Picture = {
  page: string;
  width: number;
  locale: string;
  theme: string;
  file: string;
  /** The same width and theme of its drawing, where there is one. */
  mock: string | null;
  status: number;
};

/**
 * The sheet: for each page a row a language and theme, the widths beside each other, each with its
 * drawing.
 */
export function sheetOf(pictures: Picture[], without: string[]): string {
  const pages = [...new Set(pictures.map(({ page }) => page))];
  const anchor = (page: string) => `p${pages.indexOf(page)}`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Pictures</title>
<style>
body{font:14px system-ui;margin:1rem;background:#eee;color:#111}
nav{columns:14rem}section{border-top:2px solid #999;margin-top:2rem}
.row{display:flex;gap:1rem;align-items:flex-start;overflow-x:auto;padding:.5rem 0}
figure{margin:0;flex:none}img{display:block;border:1px solid #999;background:#fff;max-height:70vh;width:auto}
a:hover img{border-color:#06c}
</style>
<h1>${pictures.length} pictures of ${pages.length} pages</h1>
<nav>${pages.map((page) => `<a href="#${anchor(page)}">${escaped(page)}</a><br>`).join("")}</nav>
${without.length > 0 ? `<p>Nothing to show in the demonstration: ${without.map(escaped).join(", ")}</p>` : ""}
${pages.map((page) => `<section id="${anchor(page)}"><h2>${escaped(page)}</h2>${rowsOf(pictures.filter((one) => one.page === page))}</section>`).join("\n")}
</html>`;
}

function rowsOf(pictures: Picture[]): string {
  const rows = Map.groupBy(pictures, ({ locale, theme }) => `${locale}, ${theme}`);
  return [...rows]
    .map(
      ([row, inRow]) =>
        `<h3>${row}</h3><div class="row">${inRow.map((one) => figureOf(one)).join("")}</div>`,
    )
    .join("");
}

function figureOf({ file, width, mock, status }: Picture): string {
  const shown = (source: string, caption: string) =>
    `<figure><a href="${source}"><img loading="lazy" src="${source}" alt=""></a><figcaption>${caption}</figcaption></figure>`;
  return `${shown(file, `${width} px, answered ${status}`)}${mock ? shown(mock, `${width} px, as drawn`) : ""}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
