/* Shapes and words that the chart library does not draw by itself: bars of time, steps, flows with their amounts. */

const fontOf = (size) => `${size}px ${getComputedStyle(document.body).fontFamily}`;
const widthOf = (words, size = 12) => echarts.format.getTextRect(words, fontOf(size)).width;

/** Words on as many lines as a width asks for. */
function wrapped(words, width, size) {
  const lines = [""];
  for (const word of words.split(/(?<=-)|\s+/)) {
    const before = lines.at(-1), longer = before + (before && !before.endsWith("-") ? " " : "") + word;
    if (!before || widthOf(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A bar of a Gantt chart: value is [row, begin, end], moments in years; a label is shown where it fits. */
function drawSpan(params, api, item) {
  const [left, middle] = api.coord([api.value(1), api.value(0)]);
  const right = api.coord([api.value(2), api.value(0)])[0];
  const row = api.size([0, 1])[1], under = item.named ? row * 0.2 : 0; // on a narrow screen the name stands above
  const height = item.named ? 13 : Math.min(18, row * 0.62);
  const area = params.coordSys;
  const start = Math.max(left, area.x), end = Math.min(right, area.x + area.width);
  if (end <= start) return null;
  const shape = { x: start, y: middle + under - height / 2, width: Math.max(end - start - 1, 1), height, r: 2 };
  const size = item.named ? 10 : 11, whole = item.label ?? "";
  const label = [whole, whole.split(" · ")[0]].find((words) => words && widthOf(words, size) < shape.width - 6);
  const words = {
    text: label, x: start + 4, y: middle + under, verticalAlign: "middle", fontSize: size, fill: item.ink,
  };
  const bar = { type: "rect", shape, style: api.style() };
  return { type: "group", children: label ? [bar, { type: "text", style: words, silent: true }] : [bar] };
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
    verticalAlign: falls ? "top" : "bottom", fill: colours().ink,
    fontSize: width < 30 ? 10 : 12, stroke: colours().paper, lineWidth: 3,
  };
  return { type: "group", children: [{ type: "rect", shape, style: api.style() }, { type: "text", style: words }] };
}

const renderers = { span: drawSpan, step: drawStep };

let labelWidth = 94;

/** Names in a picture of flows end where the next column begins. */
function fitLabels(option, width) {
  const series = option.series?.[0];
  if (series?.type !== "sankey") return;
  const columns = Math.max(1, ...series.data.map((node) => node.depth ?? 0));
  labelWidth = Math.min(94, Math.max(62, (width - series.left - series.right) / columns - 8));
}

/** Names below the pointer in a picture of flows, the amount, and what kind of flow it is. */
function flowTip(unit) {
  return ({ dataType, data, value }) => {
    const amount = formatNumber(value, { unit });
    return escaped(dataType === "edge" ? `${data.names}\n${amount}${data.kind ? `\n${data.kind}` : ""}` : `${data.tip}\n${amount}`);
  };
}

/** The label of a node: its name on at most three lines, and the amount behind it or on a line of its own. */
function withAmount(name) {
  const fits = (words) => widthOf(words, 11) <= labelWidth, lines = wrapped(name, labelWidth, 11);
  const shown = lines.length > 3 ? [...lines.slice(0, 2), `${lines[2]} …`] : lines;
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

