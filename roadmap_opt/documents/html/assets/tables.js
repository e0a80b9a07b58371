/* Tables: sorted, filtered, and on a phone a card for each row, in which every cell says what it is. */

/** Gives each cell the title of its column, for the cards of a narrow screen. */
function stack() {
  if (!NARROW.matches || printing) return;
  for (const table of all("table:not(.plain)")) {
    const titles = all("th", table.tHead).map((each) => spoken(each));
    table.setAttribute("role", "table");
    for (const row of table.tBodies[0].rows) {
      row.setAttribute("role", "row");
      let name = null;
      for (const [at, cell] of [...row.cells].entries()) {
        cell.dataset.label = titles[at] ?? "";
        cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "cell");
        name ??= cell.classList.contains("number") || !cell.textContent.trim() ? null : cell;
      }
      name?.classList.add("names");
    }
  }
}
NARROW.addEventListener("change", stack);
stack();

/** A frame that hides something at its right edge says so. */
const more = (frame) => frame.scrollWidth - frame.clientWidth - frame.scrollLeft > 2;
const mark = (frame) => frame.classList.toggle("more", more(frame));
const frames = new ResizeObserver((entries) => {
  const found = entries.map(({ target }) => target.closest(".scroll")).map((frame) => [frame, more(frame)]);
  for (const [frame, hides] of found) frame.classList.toggle("more", hides);
});
for (const frame of all(".scroll")) {
  frames.observe(frame);
  frame.addEventListener("scroll", () => mark(frame), { passive: true });
}

function sortBy(table, at, heading) {
  const ascending = heading.getAttribute("aria-sort") !== "ascending";
  for (const each of all("th", table.tHead)) each.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", ascending ? "ascending" : "descending");
  const numeric = heading.classList.contains("number"), body = table.tBodies[0];
  const order = new Intl.Collator(language(), { numeric: true });
  const rank = (row) => Number(row.cells[at].dataset.value ?? -Infinity);
  const isData = (row) => !row.matches(".total, .heading");
  const rows = [...body.rows].filter(isData);
  rows.sort((a, b) => (numeric ? rank(a) - rank(b) : order.compare(spoken(a.cells[at]), spoken(b.cells[at]))));
  if (!ascending) rows.reverse();
  const totals = [...body.rows].filter((row) => !isData(row));
  body.append(...rows, ...totals);
}
for (const table of all(".sortable table")) {
  all("th", table.tHead).forEach((heading, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => sortBy(table, at, heading));
  });
}
for (const input of all("[data-filters]")) {
  input.addEventListener("input", () => {
    const wanted = input.value.toLocaleLowerCase(language());
    for (const row of document.getElementById(input.dataset.filters).tBodies[0].rows) {
      row.hidden = !row.textContent.toLocaleLowerCase(language()).includes(wanted);
    }
  });
}
