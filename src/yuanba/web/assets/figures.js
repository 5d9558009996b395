// Figures: draws the table beside it. The table is the data, the fallback, and what a screen reader reads.
// <div data-figure="bar|line|pie" data-table="ID"></div><table id="ID">…<td data-value="12">12</td>…</table>
import { BarChart, LineChart, PieChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, LineChart, PieChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

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

function option(kind, { names, series }, size) {
  // A canvas knows no "inherit".
  const text = { fontFamily: window.getComputedStyle(document.body).fontFamily, fontSize: size, color: "#1f2a2e" };
  const shared = {
    aria: { enabled: true, decal: { show: series.length > 1 } },
    animation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
    color: COLOURS,
    textStyle: text,
    tooltip: { trigger: kind === "pie" ? "item" : "axis", renderMode: "richText" },
    legend: series.length > 1 || kind === "pie" ? { bottom: 0, textStyle: text } : undefined,
  };
  if (kind === "pie") {
    const parts = names.map((name, index) => ({ name, value: series[0].values[index] }));
    return { ...shared, series: [{ type: "pie", radius: ["45%", "70%"], data: parts, label: { fontSize: size } }] };
  }
  const across = kind === "bar" && names.length > 4;
  const labels = { type: "category", data: names, inverse: across, axisLabel: text };
  const values = { type: "value", axisLabel: text, splitLine: { lineStyle: { color: "#dfe5e3" } } };
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
  const chart = init(box);
  chart.setOption(option(box.getAttribute("data-figure"), data(table), size));
  window.addEventListener("resize", () => chart.resize());
}

document.querySelectorAll("[data-figure]").forEach(draw);
