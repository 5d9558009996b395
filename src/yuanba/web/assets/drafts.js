// Drafts: <form data-draft="entry-12-account-3"> keeps what is typed on this device until the server has it.
// `data-draft-url` also sends it to the server every few seconds, for staff who change desks.

const PREFIX = "yuanba-draft:";
const DAYS = 7;
const SKIP = new Set(["password", "file", "hidden", "submit", "button"]);

function fields(form) {
  return Array.from(form.elements).filter(
    (field) => field.name && !SKIP.has(field.type) && !field.hasAttribute("data-private"),
  );
}

function read(form) {
  const values = {};
  for (const field of fields(form)) {
    if (field.type === "checkbox" || field.type === "radio") {
      if (!values[field.name]) values[field.name] = [];
      if (field.checked) values[field.name].push(field.value);
    } else values[field.name] = field.value;
  }
  return values;
}

function write(form, values) {
  for (const field of fields(form)) {
    const value = values[field.name];
    if (value === undefined) continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = value.indexOf(field.value) >= 0;
    else field.value = value;
  }
}

function load(key) {
  try {
    const draft = JSON.parse(window.localStorage.getItem(key));
    return draft && Date.now() - draft.at < DAYS * 86400000 ? draft : null;
  } catch (error) {
    return null; // storage is off in this browser; the page works without drafts
  }
}

function save(key, values, revision) {
  try {
    window.localStorage.setItem(key, JSON.stringify({ at: Date.now(), values, revision }));
    return true;
  } catch (error) {
    return false;
  }
}

function send(form, note) {
  const body = new FormData(form);
  const address = form.getAttribute("data-draft-url");
  return fetch(address, { method: "POST", body, credentials: "same-origin", headers: { "HX-Request": "true" } })
    .then((answer) => {
      if (!answer.ok) return;
      // The server counts its revisions, so that two tabs notice each other.
      const revision = answer.headers.get("X-Draft-Revision");
      const hidden = form.querySelector("input[name=revision]");
      if (revision && hidden) {
        hidden.value = revision;
        save(PREFIX + form.getAttribute("data-draft"), read(form), revision);
      }
      if (note) note.textContent = note.getAttribute("data-saved");
    })
    .catch(() => undefined); // offline: the copy on this device stays
}

function watch(form) {
  const key = PREFIX + form.getAttribute("data-draft");
  const note = form.querySelector("[data-draft-note]");
  const fresh = JSON.stringify(read(form));
  const revision = () => {
    const hidden = form.querySelector("input[name=revision]");
    return hidden ? hidden.value : undefined;
  };
  const kept = load(key);
  // Of a draft that the server keeps too, a copy of an older revision is history: somebody went on elsewhere.
  const draft = kept && kept.revision === revision() ? kept : null;
  // A form that comes back with errors already holds the newer values.
  if (draft && !form.hasAttribute("data-bound") && JSON.stringify(draft.values) !== fresh) {
    write(form, draft.values);
    if (note) note.textContent = note.getAttribute("data-restored");
  }
  let timer = 0;
  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      const saved = save(key, read(form), revision());
      if (form.hasAttribute("data-draft-url")) send(form, note);
      else if (saved && note) note.textContent = note.getAttribute("data-saved");
    }, 1200);
  });
}

export function keepDrafts() {
  document.querySelectorAll("form[data-draft]").forEach(watch);
  // The page after a successful submit says which draft is done with.
  document.querySelectorAll("[data-draft-done]").forEach((mark) => forget(mark.getAttribute("data-draft-done")));
  // Signing out on a shared computer leaves nothing behind.
  document.addEventListener("submit", (event) => {
    if (event.target.hasAttribute("data-forget-drafts")) forget("");
  });
}

function forget(name) {
  try {
    Object.keys(window.localStorage)
      .filter((key) => (name ? key === PREFIX + name : key.startsWith(PREFIX)))
      .forEach((key) => window.localStorage.removeItem(key));
  } catch (error) {
    return; // nothing was stored where storage is off
  }
}
