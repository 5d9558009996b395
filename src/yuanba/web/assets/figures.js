// Figures: draws the table beside it. The table is the data, the fallback, and what a screen reader reads.
// <div data-figure="bar|line|pie" data-table="ID" data-most="100"></div><table id="ID">…<td data-value="12">12</td>…</table>
import { BarChart, LineChart, PieChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, LineChart, PieChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

// Bars lie down where their names would not fit beneath them: on phones, and from the fifth on.
const NARROW = 600;
const NAMES_SHARE = 0.38; // of the box, at most, for the names beside lying bars

const COLOURS = ["#1f6f5c", "#b88a2b", "#164a78", "#b4472f", "#56646a", "#7fb3a3"];

function data(table) {
  const heads = Array.from(table.querySelectorAll("thead th")).map((cell) => cell.textContent.trim());
  const rows = Array.from(table.querySelectorAll("tbody tr")).map((row) => Array.from(row.children));
  return {
    names: rows.map((cells) => cells[0].textContent.trim()),
    series: heads.slice(1).map((name, index) => ({
      name,
      values: rows.map((cells) => Number(cells[index + 1].getAttribute("data-value"))),
    })),
  };
}

function liesDown(kind, names, width) {
  return kind === "bar" && (names.length > 4 || width < NARROW);
}

// How wide a name may be before it is wrapped, and how many lines the longest then has. A Chinese character is as wide
// as the letters are high; Latin letters are narrower, so this never asks for too little room.
function room(kind, names, width, size) {
  const most = liesDown(kind, names, width) ? width * NAMES_SHARE : (width - 5 * size) / Math.max(1, names.length) - size / 2;
  const each = Math.max(2 * size, Math.floor(most));
  const longest = Math.max(1, ...names.map((name) => name.length));
  return { each, lines: Math.ceil((longest * size) / Math.max(size, each - size)) };
}

// Every bar gets its place: the box is as high as its bars and the lines of their names need.
function height(kind, { names, series }, width, size) {
  if (!liesDown(kind, names, width)) return 0;
  const { lines } = room(kind, names, width, size);
  const row = Math.max(lines * size * 1.3, series.length * size * 1.5) + size * 0.9;
  return Math.ceil(names.length * row + 4 * size + (series.length > 1 ? 5 * size : 0));
}

function option(kind, { names, series }, size, width, most) {
  // A canvas knows no "inherit".
  const text = { fontFamily: window.getComputedStyle(document.body).fontFamily, fontSize: size, color: "#1f2a2e" };
  const shared = {
    aria: { enabled: true, decal: { show: series.length > 1 } },
    animation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
    color: COLOURS,
    textStyle: text,
    tooltip: { trigger: kind === "pie" ? "item" : "axis", renderMode: "richText" },
    legend: series.length > 1 || kind === "pie" ? { bottom: 0, type: "scroll", textStyle: text } : undefined,
  };
  if (kind === "pie") {
    const parts = names.map((name, index) => ({ name, value: series[0].values[index] }));
    return { ...shared, series: [{ type: "pie", radius: ["45%", "70%"], data: parts, label: { fontSize: size } }] };
  }
  const across = liesDown(kind, names, width);
  const wrapped = { width: room(kind, names, width, size).each, overflow: "break", lineHeight: size * 1.3 };
  const named = kind === "bar" ? { ...text, ...wrapped, interval: 0 } : { ...text, hideOverlap: true };
  const labels = { type: "category", data: names, inverse: across, axisLabel: named };
  const values = {
    type: "value",
    splitNumber: width < NARROW ? 3 : 5,
    max: most,
    axisLabel: { ...text, hideOverlap: true },
    splitLine: { lineStyle: { color: "#dfe5e3" } },
  };
  return {
    ...shared,
    grid: { left: 8, right: 24, top: 16, bottom: series.length > 1 ? 40 : 8, containLabel: true },
    xAxis: across ? values : labels,
    yAxis: across ? labels : values,
    series: series.map(({ name, values: numbers }) => ({ type: kind, name, data: numbers, barMaxWidth: 28 })),
  };
}

function draw(box) {
  const table = document.getElementById(box.getAttribute("data-table"));
  if (!table) return;
  const size = parseFloat(window.getComputedStyle(document.documentElement).fontSize) * 0.8125;
  const kind = box.getAttribute("data-figure");
  const most = box.hasAttribute("data-most") ? Number(box.getAttribute("data-most")) : null;
  const found = data(table);
  const fit = () => {
    const high = height(kind, found, box.clientWidth, size);
    box.style.height = high ? `${high}px` : "";
    return option(kind, found, size, box.clientWidth, most);
  };
  const first = fit();
  const chart = init(box);
  chart.setOption(first);
  window.addEventListener("resize", () => {
    const again = fit();
    chart.resize();
    chart.setOption(again, true);
  });
}

document.querySelectorAll("[data-figure]").forEach(draw);
