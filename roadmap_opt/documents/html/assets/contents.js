/* Contents: the section being read, the list on a phone, and folded parts that open when something leads to them. */

const contents = document.getElementById("contents"), toggle = contents.querySelector(".toggle");
const bar = document.querySelector("body > .bar");
const links = new Map(all("a", contents).map((link) => [link.getAttribute("href").slice(1), link]));

const reading = new IntersectionObserver((entries) => {
  for (const entry of entries.filter((each) => each.isIntersecting)) {
    for (const link of links.values()) link.removeAttribute("aria-current");
    const link = links.get(entry.target.id);
    link?.setAttribute("aria-current", "true");
    if (link) toggle.querySelector(".now").replaceChildren(...link.cloneNode(true).childNodes);
  }
}, { rootMargin: "-20% 0px -70% 0px" });
for (const section of all(".section")) reading.observe(section);

function unfoldList(open) {
  toggle.setAttribute("aria-expanded", String(open));
}
toggle.addEventListener("click", () => unfoldList(toggle.getAttribute("aria-expanded") !== "true"));
contents.addEventListener("click", (event) => { if (event.target.closest("a")) unfoldList(false); });
addEventListener("keydown", (event) => { if (event.key === "Escape") unfoldList(false); });
document.addEventListener("click", (event) => { if (!contents.contains(event.target)) unfoldList(false); });

/** What stands over the page is as high as it is: anchors stop below it. */
new ResizeObserver(() => root.style.setProperty("--bar", `${bar.offsetHeight}px`)).observe(bar);

/** Opens whatever hides a part, and goes there. Browsers open what they find by searching. */
function reveal(id) {
  const found = id && document.getElementById(decodeURIComponent(id));
  if (!found) return;
  for (let each = found; each; each = each.parentElement) {
    if (each.tagName === "DETAILS") each.open = true;
    if (each.hidden && each.classList.contains("option")) {
      each.closest(".choice").querySelector(`.options input[value="${each.dataset.option}"]`)?.click();
    }
  }
  found.scrollIntoView({ behavior: "instant" });
}
addEventListener("hashchange", () => reveal(location.hash.slice(1)));
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#"]');
  if (link?.hash === location.hash) reveal(location.hash.slice(1)); // a second click changes no address
});
if (location.hash) reveal(location.hash.slice(1));
