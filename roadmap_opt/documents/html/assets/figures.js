/* What the parts of the script share: the page itself, its language and colours, numbers as in the tables. */

const root = document.documentElement;
const palettes = JSON.parse(document.getElementById("palettes").textContent);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const language = () => root.lang;
const NARROW = matchMedia("(max-width: 640px)");
let printing = false;
const colours = () => palettes[printing ? "light" : root.dataset.theme];

/** A number in the format of the page's language: the same rules as in the tables. */
function formatNumber(value, { decimals, percent, unit }) {
  if (value === null || value === undefined || Number.isNaN(Number(value))) return "–";
  const shown = percent ? 100 * value : Number(value);
  const size = Math.abs(shown);
  const places = decimals ?? (Number.isInteger(shown) || size >= 100 ? 0 : size >= 10 ? 1 : 2);
  const range = { minimumFractionDigits: decimals ?? 0, maximumFractionDigits: places };
  let text = new Intl.NumberFormat(language() === "tr" ? "tr-TR" : "en-GB", range).format(shown).replace(/^-/, "−");
  if (/^−[0.,]*$/.test(text)) text = text.slice(1); // a rounded nothing has no sign
  if (percent) text = language() === "tr" ? text.replace(/^(−?)/, "$1%") : `${text}\u00a0%`;
  return unit ? `${text}\u00a0${unit}` : text;
}

function numberOf(given) {
  const value = given !== null && typeof given === "object" && !Array.isArray(given) ? given.value : given;
  return Array.isArray(value) ? value[value.length - 1] : value;
}

const escaped = (text) =>
  String(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/\n/g, "<br>");

/** What a cell says in the language of the page, whether it is shown or folded away. */
function spoken(cell) {
  const copy = cell.cloneNode(true);
  for (const other of all("[lang], .anchor", copy)) if (other.lang !== language()) other.remove();
  return copy.textContent.trim().replace(/\s+/g, " ");
}
