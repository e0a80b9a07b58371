/* Charts: from their data to a picture, drawn when they come into view; sliders, legends, choices. */

const figures = new Map();

/** The library is read when the first chart needs it: what stands on top is shown before. */
function library() {
  if (!window.echarts) {
    const script = document.createElement("script");
    script.textContent = document.getElementById("library").textContent;
    document.head.append(script);
  }
  return window.echarts;
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

/** What the library is told: the chart in the page's language and colours for a width, and the height it needs. */
function told(state, width) {
  const narrow = width < NARROW_CHART && state.narrow ? resolved(state.narrow) : {};
  fitLabels(state.option, width);
  const option = resolved(state.option);
  for (const key of Object.keys(narrow.option ?? {})) option[key] = { ...option[key], ...narrow.option[key] };
  const height = fitted(option, width, narrow.height ?? state.height);
  for (const axis of ["xAxis", "yAxis"]) if (option[axis]) option[axis] = dressed(option[axis]);
  const base = basics(resolved(state.alt));
  const whole = { ...base, ...option, tooltip: { ...base.tooltip, ...option.tooltip } };
  const names = resolved(state.legend).map(([name]) => name);
  whole.legend = { show: false, selected: Object.fromEntries(names.map((name, at) => [name, !state.hidden.has(at)])) };
  const frame = resolved(state.frames[state.year] ?? {});
  if (frame.streams) whole.series[0] = withStreams(whole.series[0], frame.streams, resolved(state.legend));
  return { whole, height, frame: state.year !== null && !frame.streams ? frame : null };
}

function draw(figure) {
  const state = figures.get(figure);
  const canvas = figure.querySelector(".canvas");
  if (!canvas.clientWidth) return; // hidden: drawn when it is shown, with whatever changed until then
  library();
  Object.assign(state, state.option ? {} : JSON.parse(figure.querySelector(".chart-data").textContent));
  const width = printing ? paperWidth(figure) : canvas.clientWidth;
  const { whole, height, frame } = told(state, width);
  canvas.style.height = `${height}px`;
  if (!state.chart) {
    if (state.map) echarts.registerMap(state.map.name, state.map.shape);
    state.chart = echarts.init(canvas, null, { renderer: "svg", width: printing ? width : undefined });
  } else if (state.width !== width || state.drawnHeight !== height) {
    state.chart.resize({ width: printing ? width : "auto", height });
  }
  state.chart.setOption(whole, true);
  if (frame) state.chart.setOption(frame);
  Object.assign(state, { width, drawnHeight: height, stale: false });
  scalable(figure);
  const cut = whole.xAxis?.axisLabel?.interval === 0 ? cutOff(figure) : 0;
  if (cut > 0) {
    state.chart.setOption({ grid: { ...whole.grid, bottom: whole.grid.bottom + cut } });
    scalable(figure);
  }
}

/** Charts near the window are drawn at once, those far from it when they come near. */
const near = new Set();
const isDue = (figure) => {
  const state = figures.get(figure), room = figure.querySelector(".canvas").clientWidth;
  return !state.chart || state.stale || (room && room !== state.width);
};
const approaching = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) near.add(target);
    else near.delete(target);
    if (isIntersecting && !printing && isDue(target)) draw(target);
  }
}, { rootMargin: "300px 0px" });
const resized = new ResizeObserver(() => {
  if (!printing) for (const figure of near) if (isDue(figure)) draw(figure);
});
function redraw() {
  for (const [figure, state] of figures) {
    if (!state.chart) continue;
    state.stale = true;
    if (near.has(figure)) draw(figure);
  }
}

/** Lets a chart with a slider show a year. */
function show(figure, year) {
  const state = figures.get(figure), slider = figure.querySelector(".slider input");
  if (!slider) return;
  slider.value = state.year = year;
  figure.querySelector(".slider output").textContent = year;
  if (state.chart && figure.checkVisibility()) draw(figure);
  else state.stale = true;
}

for (const figure of all("figure.chart")) {
  const slider = figure.querySelector(".slider input"), canvas = figure.querySelector(".canvas");
  const height = parseInt(canvas.style.height, 10);
  figures.set(figure, { hidden: new Set(), chart: null, year: slider ? slider.value : null, height, width: 0 });
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
  approaching.observe(figure);
  resized.observe(canvas);
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
