// A door-knock round on a phone. Each knock is kept here first and goes out once: the server knows it by its client_key.
// The page stays usable without a network; without script every form is an ordinary one.

const NAME = "yuanba-round";
const AGAIN_MS = 30000;

function read() {
  try {
    return JSON.parse(window.localStorage.getItem(NAME) || "[]");
  } catch (error) {
    return [];
  }
}

function write(records) {
  try {
    window.localStorage.setItem(NAME, JSON.stringify(records));
    return true;
  } catch (error) {
    return false; // storage is off or full: the form is sent as without script
  }
}

const drop = (key) => write(read().filter((one) => one.key !== key));

function say(list, record, kind, extra) {
  const form = Array.from(list.querySelectorAll("form[data-round-form]")).find((one) => one.getAttribute("action") === record.action);
  const row = form && form.closest("[data-round-door]");
  if (!row) return;
  const said = row.querySelector("[data-round-said]");
  said.className = `note note-${kind === "sent" ? "leaf" : kind === "refused" ? "brick" : "amber"}`;
  said.hidden = false;
  said.textContent = extra || list.getAttribute(`data-${kind}`);
  form.closest("details").hidden = kind !== "refused";
  const chip = row.querySelector(".chip"); // what the page knew before
  if (chip) chip.hidden = kind !== "refused";
}

function asRecord(form, owner) {
  const fields = [];
  new FormData(form).forEach((value, name) => {
    if (name !== "csrfmiddlewaretoken" && typeof value === "string" && value !== "") fields.push([name, value]);
  });
  fields.push(["told_at", new Date().toISOString()]);
  return { key: form.elements.client_key.value, owner, action: form.getAttribute("action"), fields };
}

function deliver(list, record, token) {
  const body = new URLSearchParams();
  record.fields.forEach((pair) => body.append(pair[0], pair[1]));
  const headers = { "X-Outbox": "1", "X-CSRFToken": token };
  return fetch(record.action, { method: "POST", body, headers, credentials: "same-origin" })
    .then((answer) => answer.json())
    .then((said) => {
      if (said.state === "sent") {
        drop(record.key);
        say(list, record, "sent");
      } else if (said.state === "refused") {
        drop(record.key);
        say(list, record, "refused", said.why);
      } else say(list, record, "waits");
      return true;
    })
    .catch(() => say(list, record, "kept")); // no network, signed out, or the server is busy: it stays
}

let busy = false;
let more = false;

function flush(list) {
  if (busy) {
    more = true;
    return;
  }
  const owner = list.getAttribute("data-round");
  const token = list.querySelector("input[name=csrfmiddlewaretoken]");
  const mine = read().filter((one) => one.owner === owner);
  mine.forEach((one) => say(list, one, "kept"));
  if (!mine.length || !token || navigator.onLine === false) return;
  busy = true;
  mine
    .reduce((before, one) => before.then(() => deliver(list, one, token.value)), Promise.resolve())
    .then(() => {
      busy = false;
      if (more) {
        more = false;
        flush(list);
      }
    });
}

// One of the fields that belong to another result is only shown with it.
function fit(form) {
  const chosen = form.querySelector("input[name=result]:checked");
  form.querySelectorAll("[data-round-when]").forEach((part) => {
    part.hidden = !chosen || part.getAttribute("data-round-when") !== chosen.value;
  });
}

export function walkRounds() {
  document.querySelectorAll("form[data-round-form]").forEach((form) => {
    fit(form);
    form.addEventListener("change", () => fit(form));
  });
  const list = document.querySelector("[data-round]");
  if (!list || !window.fetch || !window.URLSearchParams) return;
  list.querySelectorAll("form[data-round-form]").forEach((form) => {
    form.addEventListener("submit", (event) => {
      if (!form.querySelector("input[name=result]:checked")) return;
      const record = asRecord(form, list.getAttribute("data-round"));
      if (!write([...read().filter((one) => one.key !== record.key), record])) return;
      event.preventDefault();
      event.stopPropagation();
      say(list, record, "kept");
      flush(list);
    });
  });
  window.addEventListener("online", () => flush(list));
  window.setInterval(() => flush(list), AGAIN_MS);
  flush(list);
}
