// "2 more may be chosen": counts while people tap. The server checks again; too many is said, never prevented silently.

// "2 chosen, 120,000 yuan together; 80,000 of the budget is left": what the ticked projects cost, beside the budget.
function yuan(group, fen) {
  const [whole, rest] = [Math.floor(fen / 100), fen % 100];
  const digits = String(whole).replace(/\B(?=(\d{3})+$)/g, ",") + (rest ? `.${String(rest).padStart(2, "0")}` : "");
  return group.dataset.yuan.replace("{yuan}", digits);
}

function saySum(group, out) {
  const budget = Number(group.dataset.budget);
  const chosen = Array.from(group.querySelectorAll("input:checked"));
  const sum = chosen.reduce((all, box) => all + Number(box.dataset.cost || 0), 0);
  const words = sum > budget ? group.dataset.beyond : group.dataset.within;
  out.textContent = words
    .replace("{n}", String(chosen.length))
    .replace("{sum}", yuan(group, sum))
    .replace("{rest}", yuan(group, Math.abs(budget - sum)));
  out.classList.toggle("note-brick", sum > budget);
}

function say(group) {
  const out = group.querySelector("[data-left]");
  if (out && group.dataset.budget) saySum(group, out);
  if (!out || !group.dataset.more) return;
  const most = Number(group.getAttribute("data-choose"));
  const left = most - group.querySelectorAll("input:checked").length;
  const text = left > 0 ? group.dataset.more : left === 0 ? group.dataset.all : group.dataset.over;
  out.textContent = text.replace("#", String(Math.abs(left)));
  out.classList.toggle("chip-amber", left > 0);
  out.classList.toggle("chip-leaf", left === 0);
  out.classList.toggle("chip-brick", left < 0);
}

export function countChoices() {
  const groups = document.querySelectorAll("[data-choose]");
  const all = () => groups.forEach(say);
  groups.forEach((group) => group.addEventListener("change", () => say(group)));
  all();
  // Back from the next page: the browser has put the ticks where they were.
  window.addEventListener("pageshow", all);
}

// Back from the review: the sheet is fetched anew, and what was ticked in this tab is ticked again. Nothing outlives the
// tab, and the receipt forgets it.
const named = (box) => `${box.name}=${box.value}`; // two questions may both offer "agree"
const TICKED = "yuanba-ticked:";

export function keepTicks() {
  const done = document.querySelector("[data-ticks-done]");
  const form = document.querySelector("form[data-ticks]");
  try {
    if (done) window.sessionStorage.removeItem(TICKED + done.getAttribute("data-ticks-done"));
    if (!form) return;
    const key = TICKED + form.getAttribute("data-ticks");
    const boxes = Array.from(form.querySelectorAll("input[type=checkbox],input[type=radio]"));
    const places = Array.from(form.querySelectorAll("[data-rank] select"));
    const ticked = JSON.parse(window.sessionStorage.getItem(key) || "[]");
    if (!boxes.some((box) => box.checked) && !places.some((place) => place.value)) {
      boxes.forEach((box) => (box.checked = ticked.indexOf(named(box)) >= 0));
      places.forEach((place) => {
        const kept = ticked.find((text) => text.indexOf(`${place.name}=`) === 0);
        if (kept) place.value = kept.slice(place.name.length + 1);
      });
    }
    form.addEventListener("submit", () => {
      const values = boxes.filter((box) => box.checked).map(named).concat(places.filter((one) => one.value).map(named));
      window.sessionStorage.setItem(key, JSON.stringify(values));
    });
  } catch (error) {
    return; // storage is off in this browser; the way back is the button on the page
  }
}
