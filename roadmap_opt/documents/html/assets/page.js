/* The page's script: language and theme, charts drawn from their data, year sliders, tables sorted and filtered. */
(() => {
  "use strict";
  const root = document.documentElement;
  const palettes = JSON.parse(document.getElementById("palettes").textContent);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const language = () => root.lang;
  const figures = new Map();
  let printing = false;
  const colours = () => palettes[printing ? "light" : root.dataset.theme];

  // --- numbers: the same rules as in the tables ---------------------------------------------------------------------

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

  // --- charts -------------------------------------------------------------------------------------------------------

  /** A bar of a Gantt chart: value is [row, begin, end], moments in years; a label is shown where it fits. */
  function drawSpan(params, api, item) {
    const [left, middle] = api.coord([api.value(1), api.value(0)]);
    const right = api.coord([api.value(2), api.value(0)])[0];
    const height = Math.min(18, api.size([0, 1])[1] * 0.62);
    const area = params.coordSys;
    const start = Math.max(left, area.x), end = Math.min(right, area.x + area.width);
    if (end <= start) return null;
    const shape = { x: start, y: middle - height / 2, width: Math.max(end - start - 1, 1), height, r: 2 };
    const { label, ink } = item;
    const fits = label && echarts.format.getTextRect(label, "11px sans-serif").width < shape.width - 6;
    const words = { text: label, x: start + 5, y: middle, verticalAlign: "middle", fontSize: 11, fill: ink };
    const bar = { type: "rect", shape, style: api.style() };
    return { type: "group", children: fits ? [bar, { type: "text", style: words, silent: true }] : [bar] };
  }

  /** A step of a waterfall: value is [position, from, to, amount]; the amount stands above or below the bar. */
  function drawStep(params, api) {
    const [middle, from] = api.coord([api.value(0), api.value(1)]);
    const to = api.coord([api.value(0), api.value(2)])[1];
    const width = Math.min(56, api.size([1, 0])[0] * 0.66);
    const top = Math.min(from, to), falls = api.value(3) < 0;
    const shape = { x: middle - width / 2, y: top, width, height: Math.max(Math.abs(to - from), 1) };
    const text = formatNumber(api.value(3), {});
    const words = {
      text, x: middle, y: falls ? Math.max(from, to) + 4 : top - 4, align: "center",
      verticalAlign: falls ? "top" : "bottom", fill: colours().ink, fontSize: 12,
    };
    return { type: "group", children: [{ type: "rect", shape, style: api.style() }, { type: "text", style: words }] };
  }

  const renderers = { span: drawSpan, step: drawStep };

  const LABEL_WIDTH = 94;

  /** Names below the pointer in a picture of flows, the amount, and what kind of flow it is. */
  function flowTip(unit) {
    return ({ dataType, data, value }) => {
      const amount = formatNumber(value, { unit });
      return escaped(dataType === "edge" ? `${data.names}\n${amount}${data.kind ? `\n${data.kind}` : ""}` : `${data.tip}\n${amount}`);
    };
  }

  /** The label of a node: its name on at most two lines, and the amount behind it or on a line of its own. */
  function withAmount(name) {
    const font = `11px ${getComputedStyle(document.body).fontFamily}`;
    const fits = (words) => echarts.format.getTextRect(words, font).width <= LABEL_WIDTH;
    const lines = [""];
    for (const word of name.split(/(?<=-)|\s+/)) {
      const before = lines.at(-1), longer = before + (before && !before.endsWith("-") ? " " : "") + word;
      if (!before || fits(longer)) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    const shown = lines.length > 2 ? [lines[0], `${lines[1]} …`] : lines;
    return ({ value }) => {
      const amount = formatNumber(value, {}), last = `${shown.at(-1)} ${amount}`;
      return [...shown.slice(0, -1), ...(fits(last) ? [last] : [shown.at(-1), amount])].join("\n");
    };
  }

  /** A picture of flows for one year: its streams from their short form, and only the nodes that they touch. */
  function withStreams(series, streams, legend) {
    const nodes = series.data, used = new Set(streams.flatMap(([source, target]) => [source, target]));
    const links = streams.map(([source, target, value, kind]) => ({
      source: nodes[source].name, target: nodes[target].name, value, kind: legend[kind]?.[0],
      names: `${nodes[source].tip} → ${nodes[target].tip}`, lineStyle: { color: colours()[legend[kind]?.[1]] },
    }));
    return { ...series, links, data: nodes.filter((node, at) => used.has(at) || node.stays) };
  }

  /** The option with colours, words, formatters and renderers in place of the marks that stand for them. */
  function resolved(node) {
    if (typeof node === "string") return node.startsWith("@") ? colours()[node.slice(1)] ?? node : node;
    if (Array.isArray(node)) return node.map((each) => resolved(each));
    if (node === null || typeof node !== "object") return node;
    const keys = Object.keys(node);
    if (keys.length === 2 && "en" in node && "tr" in node) return node[language()];
    if ("$number" in node) {
      const format = resolved(node.$number);
      return (given) => formatNumber(numberOf(given), format);
    }
    if ("$year" in node) return (value) => String(value);
    if ("$renderer" in node) return renderers[node.$renderer];
    if ("$amount" in node) return withAmount(resolved(node.$amount));
    if ("$flow" in node) return flowTip(resolved(node.$flow));
    if ("$tip" in node) return (params) => (params.data && params.data.tip ? escaped(params.data.tip) : "");
    return Object.fromEntries(keys.map((key) => [key, resolved(node[key])]));
  }

  function basics(alt) {
    const { ink, paper, rule } = colours();
    return {
      animation: false,
      backgroundColor: "transparent",
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink, fontSize: 12 },
      aria: { enabled: true, label: { description: alt } },
      legend: { show: false },
      tooltip: {
        confine: true, backgroundColor: paper, borderColor: rule,
        textStyle: { color: ink, fontSize: 13 }, extraCssText: "max-width:22rem;white-space:normal;",
      },
    };
  }

  function dressed(axis) {
    const { quiet, rule } = colours();
    const dress = (each) => ({
      ...each,
      axisLabel: { color: quiet, fontSize: 12, lineHeight: 15, ...each.axisLabel },
      axisLine: { lineStyle: { color: quiet }, ...each.axisLine },
      axisTick: { show: false, ...each.axisTick },
      splitLine: { lineStyle: { color: rule }, ...each.splitLine },
    });
    return Array.isArray(axis) ? axis.map(dress) : dress(axis);
  }

  /** Lets the drawn picture shrink with its place: paper may be narrower than what it was drawn for. */
  function scalable(figure) {
    figures.get(figure).chart.getZr().flush();
    const picture = figure.querySelector(".canvas svg");
    picture.setAttribute("viewBox", `0 0 ${picture.getAttribute("width")} ${picture.getAttribute("height")}`);
  }

  /** How far names below the bars stick out of the picture: the library underestimates names that need several lines. */
  function cutOff(figure) {
    const picture = figure.querySelector(".canvas svg"), frame = picture.getBoundingClientRect();
    const lowest = Math.max(...all("text", picture).map((words) => words.getBoundingClientRect().bottom));
    return Math.ceil(((lowest - frame.bottom) * Number(picture.getAttribute("height"))) / frame.height);
  }

  /** On a narrow screen names give way to what they name. */
  function fitted(option, width) {
    const room = Math.round(width * 0.36);
    for (const axis of [option.yAxis].flat()) if (axis?.axisLabel?.width > room) axis.axisLabel.width = room;
    const below = option.xAxis?.axisLabel;
    if (below?.interval === 0) {
      const own = (width - 64) / option.xAxis.data.length - 6;
      if (own < 64) Object.assign(below, { rotate: 60, width: 150, overflow: "truncate", fontSize: 11 });
      else if (own < below.width) Object.assign(below, { width: own, fontSize: 11 });
      for (const each of option.series) if (each.symbolSize?.[0] > own) each.symbolSize = [own, each.symbolSize[1]];
    }
    for (const series of option.series ?? []) {
      const { renderItem, data } = series;
      if (renderItem) series.renderItem = (params, api) => renderItem(params, api, data[params.dataIndex]);
    }
    return option;
  }

  function draw(figure) {
    const state = figures.get(figure);
    const canvas = figure.querySelector(".canvas");
    if (!canvas.clientWidth) { // hidden: drawn when it is shown, with whatever changed until then
      state.width = 0;
      return;
    }
    const option = fitted(resolved(state.option), printing ? paperWidth(figure) : canvas.clientWidth);
    for (const axis of ["xAxis", "yAxis"]) if (option[axis]) option[axis] = dressed(option[axis]);
    const base = basics(resolved(state.alt));
    const whole = { ...base, ...option, tooltip: { ...base.tooltip, ...option.tooltip } };
    const names = resolved(state.legend).map(([name]) => name);
    whole.legend = { show: false, selected: Object.fromEntries(names.map((name, at) => [name, !state.hidden.has(at)])) };
    if (!state.chart) {
      if (state.map) echarts.registerMap(state.map.name, state.map.shape);
      state.chart = echarts.init(canvas, null, { renderer: "svg" });
    }
    const frame = resolved(state.frames[state.year] ?? {});
    if (frame.streams) whole.series[0] = withStreams(whole.series[0], frame.streams, resolved(state.legend));
    state.chart.setOption(whole, true);
    if (state.year !== null && !frame.streams) state.chart.setOption(frame);
    state.width = canvas.clientWidth;
    scalable(figure);
    const cut = option.xAxis?.axisLabel?.interval === 0 ? cutOff(figure) : 0;
    if (cut > 0) {
      state.chart.setOption({ grid: { ...option.grid, bottom: option.grid.bottom + cut } });
      scalable(figure);
    }
  }

  /** Lets a chart with a slider show a year. */
  function show(figure, year) {
    const state = figures.get(figure), slider = figure.querySelector(".slider input");
    if (!slider) return;
    slider.value = state.year = year;
    figure.querySelector(".slider output").textContent = year;
    if (state.chart) draw(figure);
  }

  for (const figure of all("figure.chart")) {
    const data = JSON.parse(figure.querySelector(".chart-data").textContent);
    const slider = figure.querySelector(".slider input");
    figures.set(figure, { ...data, hidden: new Set(), chart: null, year: slider ? slider.value : null, width: 0 });
    slider?.addEventListener("input", () => {
      const choice = figure.closest(".choice");
      for (const each of choice ? all("figure.chart", choice) : [figure]) show(each, slider.value);
    });
    for (const button of all(".legend button", figure)) {
      button.addEventListener("click", () => {
        const { hidden } = figures.get(figure), at = Number(button.dataset.series);
        hidden.has(at) ? hidden.delete(at) : hidden.add(at);
        button.setAttribute("aria-pressed", String(!hidden.has(at)));
        draw(figure);
      });
    }
  }

  for (const choice of all(".choice")) {
    const choose = (chosen) => {
      for (const option of all(":scope > .option", choice)) option.hidden = option.dataset.option !== chosen;
    };
    for (const input of all(":scope > .options input", choice)) {
      input.addEventListener("change", () => choose(input.value));
      if (input.checked) choose(input.value);
    }
  }

  const watcher = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const figure = target.closest("figure"), state = figures.get(figure);
      if (!state.chart) draw(figure);
      else if (target.clientWidth && target.clientWidth !== state.width && !printing) {
        state.chart.resize();
        draw(figure);
      }
    }
  });
  for (const figure of figures.keys()) watcher.observe(figure.querySelector(".canvas"));

  const redraw = () => { for (const [figure, state] of figures) if (state.chart) draw(figure); };

  // --- paper: light colours, the width of a page --------------------------------------------------------------------

  const PAPER_WIDTH = 680, SMALL_PAPER_WIDTH = 214;
  const paperWidth = (figure) =>
    figure.classList.contains("small") ? SMALL_PAPER_WIDTH
      : Math.max(PAPER_WIDTH, parseInt(figure.querySelector(".canvas").style.minWidth || "0", 10));
  function forPaper(begins) {
    printing = begins;
    for (const [figure, state] of figures) {
      if (!state.chart) draw(figure); // printed before its first frame
      if (!state.chart) continue;
      state.chart.resize({ width: begins ? paperWidth(figure) : "auto" });
      draw(figure);
    }
  }
  addEventListener("beforeprint", () => forPaper(true));
  addEventListener("afterprint", () => forPaper(false));
  document.getElementById("print").addEventListener("click", () => print());

  // --- language and theme -------------------------------------------------------------------------------------------

  function speak(chosen) {
    root.lang = chosen;
    const title = document.querySelector("title");
    document.title = title.dataset[chosen];
    for (const button of all("[data-language]")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === chosen));
    }
    const label = chosen === "tr" ? "labelTr" : "labelEn";
    for (const each of all("[data-label-en]")) each.setAttribute("aria-label", each.dataset[label]);
    redraw();
  }
  for (const button of all("[data-language]")) {
    button.addEventListener("click", () => speak(button.dataset.language));
  }

  function dress(theme) {
    root.dataset.theme = theme;
    redraw();
  }
  document.getElementById("theme").addEventListener("click", () => dress(root.dataset.theme === "dark" ? "light" : "dark"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (event) => dress(event.matches ? "dark" : "light"));

  // --- contents: the section being read -----------------------------------------------------------------------------

  const links = new Map(all(".bar nav a").map((link) => [link.getAttribute("href").slice(1), link]));
  const reading = new IntersectionObserver((entries) => {
    for (const entry of entries.filter((each) => each.isIntersecting)) {
      for (const link of links.values()) link.removeAttribute("aria-current");
      links.get(entry.target.id)?.setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-20% 0px -70% 0px" });
  for (const section of all(".section")) reading.observe(section);

  // --- tables -------------------------------------------------------------------------------------------------------

  const spoken = (cell) => cell.innerText.trim();
  function sortBy(table, at, heading) {
    const ascending = heading.getAttribute("aria-sort") !== "ascending";
    for (const each of all("th", table.tHead)) each.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    const numeric = heading.classList.contains("number"), body = table.tBodies[0];
    const order = new Intl.Collator(language(), { numeric: true });
    const rank = (row) => Number(row.cells[at].dataset.value ?? -Infinity);
    const rows = [...body.rows].filter((row) => !row.className);
    rows.sort((a, b) => (numeric ? rank(a) - rank(b) : order.compare(spoken(a.cells[at]), spoken(b.cells[at]))));
    if (!ascending) rows.reverse();
    const totals = [...body.rows].filter((row) => row.className);
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
})();
