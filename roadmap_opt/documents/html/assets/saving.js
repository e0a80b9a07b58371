/* A chart as a picture or as a table: what somebody puts into a letter or a sheet. */

/** Hands a file to the reader. */
function save(name, url) {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}

const PICTURE_WIDTH = 1000, MARGIN = 24, SHARP = 2;

/** Words on a canvas, on as many lines as they need; returns where the next line begins. */
function written(pen, words, x, y, size, weight, colour) {
  pen.font = `${weight} ${fontOf(size)}`;
  pen.fillStyle = colour;
  for (const line of wrapped(words, PICTURE_WIDTH - 2 * MARGIN - 40, size)) {
    pen.fillText(line, x, (y += size * 1.35));
  }
  return y;
}

/** Swatches with names in rows; returns where they end. */
function keyed(pen, legend, y) {
  let x = MARGIN;
  pen.font = fontOf(13);
  for (const [name, colour] of legend) {
    const wide = 30 + pen.measureText(name).width;
    if (x > MARGIN && x + wide > PICTURE_WIDTH - MARGIN) [x, y] = [MARGIN, y + 20];
    pen.fillStyle = colours()[colour] ?? colour;
    pen.fillRect(x, y, 11, 11);
    pen.fillStyle = colours().ink;
    pen.fillText(name, x + 17, y + 10.5);
    x += wide;
  }
  return legend.length ? y + 24 : y;
}

/** The chart as the library draws it on a canvas, below its title and legend, in the colours of paper. */
function picture(figure) {
  draw(figure);
  const state = figures.get(figure), before = printing;
  printing = true;
  try {
    const place = document.createElement("div");
    const width = Math.max(PICTURE_WIDTH - 2 * MARGIN, parseInt(figure.querySelector(".canvas").style.minWidth || "0", 10));
    const { whole, height, frame } = told(state, width);
    const chart = echarts.init(place, null, { renderer: "canvas", width, height });
    chart.setOption(whole, true);
    if (frame) chart.setOption(frame);
    const drawn = chart.renderToCanvas({ pixelRatio: SHARP, backgroundColor: colours().paper });
    const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
    const scale = (PICTURE_WIDTH - 2 * MARGIN) / width;
    const legend = resolved(state.legend).filter((_, at) => !state.hidden.has(at));
    const compose = () => {
      const title = all(".chart-title", figure)[0], what = all("figcaption :is(.chart-what, .unit)", figure).map(spoken).join(" · ");
      let y = written(pen, spoken(title), MARGIN, 12, 19, 650, colours().ink);
      const year = state.year === null ? "" : ` · ${state.year}`;
      if (what || year) y = written(pen, (what + year).replace(/^ · /, ""), MARGIN, y, 14, 400, colours().quiet);
      y = keyed(pen, legend, y + 14);
      pen.drawImage(drawn, MARGIN, y, width * scale, height * scale);
      return written(pen, document.title, MARGIN, y + height * scale, 11, 400, colours().quiet);
    };
    canvas.height = 1;
    const end = compose() + 14; // once to measure
    [canvas.width, canvas.height] = [PICTURE_WIDTH * SHARP, Math.ceil(end * SHARP)];
    pen.scale(SHARP, SHARP);
    pen.fillStyle = colours().paper;
    pen.fillRect(0, 0, PICTURE_WIDTH, end);
    compose();
    chart.dispose();
    return canvas.toDataURL("image/png");
  } finally {
    printing = before;
  }
}

/** A table as text that the spreadsheet of the reader's language opens: separators and decimals are its own. */
function separated(table) {
  const turkish = language() === "tr", between = turkish ? ";" : ",";
  const cell = (each) => {
    const number = each.dataset.value;
    if (number !== undefined) return turkish ? number.replace(".", ",") : number;
    const words = spoken(each), safe = /^[=+@\-\t]/.test(words) ? `'${words}` : words; // never a formula
    return `"${safe.replace(/"/g, '""')}"`;
  };
  const line = (row) => [...row.cells].flatMap((each) => [cell(each), ...Array(each.colSpan - 1).fill("")]).join(between);
  return `\ufeff${[...table.rows].map(line).join("\r\n")}\r\n`;
}

for (const button of all("[data-save]")) {
  button.addEventListener("click", () => {
    const whole = button.closest(".chart, .small-charts");
    if (button.dataset.save === "picture") return save(`${whole.id}.png`, picture(whole));
    const text = separated(whole.querySelector(".data table"));
    const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    save(`${whole.id}.csv`, url);
    return URL.revokeObjectURL(url);
  });
}
