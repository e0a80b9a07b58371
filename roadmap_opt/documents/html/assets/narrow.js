/* A chart in the room that it has: names give way, rows grow, lines get their names, bars of time fill a phone. */

const NARROW_CHART = 520, WIDE_CHART = 760;
const ROW_MARGIN = 8;

/** The words of an axis entry, which may have a look of its own. */
const entryOf = (entry) => String(entry?.value ?? entry);

/** Names beside rows on at most two lines where there is room, else on more, in rows that are high enough for them. */
function roomForNames(option, width, height) {
  const axis = option.yAxis, label = axis?.axisLabel;
  if (axis?.type !== "category" || !label?.width) return height;
  const names = axis.data.map(entryOf), size = label.fontSize ?? 12;
  const most = Math.round(width * (printing ? 0.42 : 0.36)), high = label.lineHeight ?? 15;
  const linesAt = (room) => Math.max(1, ...names.map((name) => wrapped(name, room, size).length));
  let room = Math.min(label.width, most);
  while (room < Math.min(most, 340) && linesAt(room) > 2) room = Math.min(room + 20, most, 340);
  const asLines = (name) => wrapped(name, room, size).join("\n");
  axis.data = axis.data.map((entry) => (entry?.value === undefined ? asLines(String(entry)) : { ...entry, value: asLines(entry.value) }));
  label.width = undefined; // the library would break within figures
  const needed = linesAt(room) * high + ROW_MARGIN, others = option.grid?.height ? 0 : 50;
  return Math.max(height, Math.round(needed * names.length) + others);
}

/** On a phone the names of bars of time stand above them, so that all years fit. */
function namesAbove(option, height) {
  const rows = option.yAxis.data, { paper, ink } = colours();
  option.yAxis.axisLabel = { show: false };
  option.grid = { ...option.grid, right: 8 };
  for (const item of option.series[0].data) item.named = true;
  option.series.push({
    type: "custom", silent: true, encode: { x: 0, y: 1 }, tooltip: { show: false },
    data: rows.map((_, at) => [option.xAxis.min, at]),
    renderItem: (params, api) => {
      const area = params.coordSys, middle = api.coord([api.value(0), api.value(1)])[1], entry = rows[api.value(1)];
      const bold = typeof entry === "object" ? "bold" : "normal";
      const style = {
        text: entryOf(entry), x: area.x + 2, y: middle - 5, verticalAlign: "bottom", fontSize: 11, fontWeight: bold,
        fill: ink, stroke: paper, lineWidth: 3, width: area.width - 4, overflow: "truncate",
      };
      return { type: "text", style };
    },
  });
  return Math.max(height, 44 + 38 * rows.length);
}

/** Lines carry their names at their ends where there is room for them; the legend stays, for hiding them. */
function namedLines(option, width) {
  const lines = (option.series ?? []).filter((series) => series.type === "line" && series.name);
  if (!lines.length || width < NARROW_CHART - 80) return;
  const most = Math.min(150, Math.round(width * 0.24));
  const room = Math.min(most, Math.max(...lines.map((line) => widthOf(String(line.name)))) + 4);
  for (const line of lines) {
    line.endLabel = {
      show: true, formatter: "{a}", color: line.lineStyle?.color, width: room, overflow: "break", distance: 6,
      lineHeight: 14, textBorderColor: colours().paper, textBorderWidth: 3,
    };
    line.labelLayout = { moveOverlap: "shiftY" };
  }
  option.grid = { ...option.grid, right: room + 16 };
}

/** Names below bars: on several lines, and slanted where they have no room. */
function namesBelow(option, width) {
  const below = option.xAxis?.axisLabel;
  if (below?.interval !== 0 || option.xAxis.type !== "category") return;
  const own = (width - 64) / option.xAxis.data.length - 6;
  const words = option.xAxis.data.flatMap((name) => entryOf(name).split(/(?<=-)|\s+/));
  const slanted = own < 64 && Math.max(...words.map((word) => widthOf(word, 10))) > own;
  if (slanted) Object.assign(below, { rotate: 60, width: 150, overflow: "truncate", fontSize: 11 });
  else if (own < 64) Object.assign(below, { width: own, fontSize: 10 });
  else if (own < below.width) Object.assign(below, { width: own, fontSize: 11 });
  for (const each of option.series) if (each.symbolSize?.[0] > own) each.symbolSize = [own, each.symbolSize[1]];
}

/** Lays the chart out for a width; returns the height that it needs. */
function fitted(option, width, height) {
  const spans = option.series?.[0]?.renderItem === drawSpan;
  if (width < NARROW_CHART && spans) height = namesAbove(option, height);
  else height = roomForNames(option, width, height);
  namesBelow(option, width);
  namedLines(option, width);
  for (const series of option.series ?? []) {
    const { renderItem, data } = series;
    if (renderItem && !series.silent) {
      series.renderItem = (params, api) => renderItem(params, api, data[params.dataIndex]);
    }
    if (option.geo && series.silent && width < WIDE_CHART) {
      Object.assign(series.label, { width: 92, overflow: "break", fontSize: 11, lineHeight: 12 });
    }
    // cells of a matrix that are too narrow for a share say the number alone
    if (series.type === "heatmap" && width < NARROW_CHART) series.label = { ...series.label, fontSize: 9 };
  }
  return height;
}
