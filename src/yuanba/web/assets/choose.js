// "2 more may be chosen": counts while people tap. The server checks again; too many is said, never prevented silently.

function say(group) {
  const out = group.querySelector("[data-left]");
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
    const ticked = JSON.parse(window.sessionStorage.getItem(key) || "[]");
    if (!boxes.some((box) => box.checked)) boxes.forEach((box) => (box.checked = ticked.indexOf(named(box)) >= 0));
    form.addEventListener("submit", () => {
      const values = boxes.filter((box) => box.checked).map(named);
      window.sessionStorage.setItem(key, JSON.stringify(values));
    });
  } catch (error) {
    return; // storage is off in this browser; the way back is the button on the page
  }
}
