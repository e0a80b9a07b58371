/* Language and theme: what the reader chose last comes first, see the head of the page. */

function speak(chosen) {
  root.lang = chosen;
  const title = document.querySelector("title");
  document.title = title.dataset[chosen];
  for (const button of all("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === chosen));
  }
  const label = chosen === "tr" ? "labelTr" : "labelEn";
  for (const each of all("[data-label-en]")) each.setAttribute("aria-label", each.dataset[label]);
  stack();
  redraw();
}
for (const button of all("[data-language]")) {
  button.addEventListener("click", () => {
    try {
      localStorage.setItem(LANGUAGE_KEY, button.dataset.language);
    } catch { /* storage is closed to files in some browsers: the choice holds until the page is closed */ }
    speak(button.dataset.language);
  });
}
if (root.lang !== WRITTEN_IN) speak(root.lang);

function dress(theme) {
  root.dataset.theme = theme;
  redraw();
}
document.getElementById("theme").addEventListener("click", () => dress(root.dataset.theme === "dark" ? "light" : "dark"));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (event) => dress(event.matches ? "dark" : "light"));
