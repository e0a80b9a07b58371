/* Paper: every folded part open, light colours, the width of a page. */

const PAPER_WIDTH = 680, SMALL_PAPER_WIDTH = 214;
const paperWidth = (figure) =>
  figure.classList.contains("small") ? SMALL_PAPER_WIDTH
    : Math.max(PAPER_WIDTH, parseInt(figure.querySelector(".canvas").style.minWidth || "0", 10));
let unfolded = [];

/** All that is folded, but not the figures below charts, which repeat them. */
const foldedParts = () => all("details:not([open], .data)");

addEventListener("beforeprint", () => {
  unfolded = foldedParts();
  for (const each of unfolded) each.open = true;
  printing = true;
  for (const figure of figures.keys()) draw(figure);
});
addEventListener("afterprint", () => {
  printing = false;
  for (const each of unfolded) each.open = false;
  for (const [figure, state] of figures) {
    if (state.chart) state.chart.resize({ width: "auto" });
    state.stale = true;
    if (near.has(figure)) draw(figure);
  }
});
document.getElementById("print").addEventListener("click", () => print());
