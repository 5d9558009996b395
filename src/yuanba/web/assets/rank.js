// Putting options in order: a tap takes the next place, arrows move, a cross takes out. The numbers in the selects are
// what is sent; without this script they are chosen by hand.

const placeOf = (row) => Number(row.querySelector("select").value) || 0;

function button(group, row, kind, sign) {
  const made = document.createElement("button");
  const name = row.querySelector("[data-name]").textContent;
  made.type = "button";
  made.className = `rank-button rank-${kind}`;
  made.textContent = sign || group.dataset[kind];
  made.setAttribute("aria-label", `${group.dataset[kind]} · ${name}`);
  made.setAttribute("data-do", kind);
  return made;
}

function prepare(group, row) {
  const tools = document.createElement("span");
  tools.className = "rank-tools";
  tools.append(
    button(group, row, "take"),
    button(group, row, "up", "↑"),
    button(group, row, "down", "↓"),
    button(group, row, "out", "✕"),
  );
  const badge = document.createElement("span");
  badge.className = "rank-place";
  badge.setAttribute("aria-hidden", "true");
  row.querySelector("select").hidden = true;
  row.insertBefore(badge, row.firstChild);
  row.appendChild(tools);
}

// The ranked rows stand first, in their order; places are 1, 2, 3 without a gap.
function show(group) {
  const rows = Array.from(group.querySelectorAll("[data-option]"));
  const ranked = rows.filter((row) => placeOf(row)).sort((a, b) => placeOf(a) - placeOf(b));
  const rest = rows.filter((row) => !placeOf(row));
  ranked.forEach((row, at) => (row.querySelector("select").value = String(at + 1)));
  const active = document.activeElement;
  ranked.concat(rest).forEach((row, at) => {
    if (row.parentNode.children[at] !== row) row.parentNode.insertBefore(row, row.parentNode.children[at]);
    const place = placeOf(row);
    row.classList.toggle("rank-in", place > 0);
    row.querySelector(".rank-place").textContent = place || "";
    const hide = { take: place, up: place < 2, down: !place || place === ranked.length, out: !place };
    row.querySelectorAll("[data-do]").forEach((one) => (one.hidden = Boolean(hide[one.getAttribute("data-do")])));
  });
  if (active && group.contains(active) && document.activeElement !== active) active.focus();
}

function move(group, row, kind) {
  const rows = Array.from(group.querySelectorAll("[data-option]"));
  const place = placeOf(row);
  const select = row.querySelector("select");
  const at = (number) => rows.find((one) => one !== row && placeOf(one) === number);
  if (kind === "take") select.value = String(rows.filter(placeOf).length + 1);
  if (kind === "out") select.value = "";
  const other = kind === "up" ? at(place - 1) : kind === "down" ? at(place + 1) : null;
  if (other) {
    select.value = other.querySelector("select").value;
    other.querySelector("select").value = String(place);
  }
  show(group);
  const now = placeOf(row);
  const words = now ? group.dataset.placed.replace("#", String(now)) : group.dataset.unplaced;
  group.querySelector("[data-said]").textContent = `${row.querySelector("[data-name]").textContent} ${words}`;
  const button = row.querySelector(`[data-do="${kind}"]`);
  if (button.hidden) {
    const next = row.querySelector("[data-do]:not([hidden])");
    if (next) next.focus();
  } else button.focus();
}

// Numbers that do not say an order (a double, from the page without script) are left as they are for a person to mend.
function isClear(group) {
  const places = Array.from(group.querySelectorAll("[data-option]")).map(placeOf).filter(Boolean);
  return new Set(places).size === places.length;
}

export function putInOrder() {
  for (const group of document.querySelectorAll("[data-rank]")) {
    if (!isClear(group)) continue;
    group.querySelectorAll("[data-option]").forEach((row) => prepare(group, row));
    group.classList.add("rank-scripted");
    group.addEventListener("click", (event) => {
      const row = event.target.closest("[data-option]");
      if (!row || event.target.closest("a")) return;
      const pressed = event.target.closest("[data-do]");
      if (pressed) return move(group, row, pressed.getAttribute("data-do"));
      event.preventDefault(); // a label would look for its select, which is not shown
      if (!placeOf(row)) move(group, row, "take");
    });
    show(group);
  }
  window.addEventListener("pageshow", () => document.querySelectorAll(".rank-scripted").forEach(show));
}
