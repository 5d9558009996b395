// Reports that wait on this phone. A form with data-outbox="OWNER" is kept here, photos too, before it is sent; without a
// network it stays and goes out later, once: the server knows each by its client_key. Without script the form is plain.

const NAME = "yuanba-outbox";
const FLAG = "yuanba-outbox-waits"; // so that pages without anything waiting open no database
const PING_MS = 5000;
const AGAIN_MS = 60000;
const LIMIT = 20;

function opened() {
  return new Promise((done, fail) => {
    const ask = window.indexedDB.open(NAME, 1);
    ask.onupgradeneeded = () => ask.result.createObjectStore("reports", { keyPath: "key" });
    ask.onsuccess = () => done(ask.result);
    ask.onerror = () => fail(ask.error);
  });
}

function asked(mode, work) {
  return opened().then(
    (base) =>
      new Promise((done, fail) => {
        const deal = base.transaction("reports", mode);
        const ask = work(deal.objectStore("reports"));
        deal.oncomplete = () => {
          base.close();
          done(ask.result);
        };
        deal.onerror = deal.onabort = () => {
          base.close();
          fail(deal.error);
        };
      }),
  );
}

const all = () => asked("readonly", (store) => store.getAll());
const put = (record) => asked("readwrite", (store) => store.put(record)).then(() => flag(true));
const drop = (key) => asked("readwrite", (store) => store.delete(key));

function flag(waits) {
  try {
    if (waits) window.localStorage.setItem(FLAG, "1");
    else window.localStorage.removeItem(FLAG);
  } catch (error) {
    return; // storage is off; the page works without
  }
}

function flagged() {
  try {
    return window.localStorage.getItem(FLAG) === "1";
  } catch (error) {
    return false;
  }
}

function asRecord(form) {
  const record = { key: form.elements.client_key.value, owner: form.getAttribute("data-outbox"), action: form.action, at: Date.now(), fields: [], files: [] };
  new FormData(form).forEach((value, name) => {
    if (name === "csrfmiddlewaretoken") return;
    if (typeof value === "string") record.fields.push([name, value]);
    else if (value.size) record.files.push([name, value, value.name]);
  });
  record.fields.push(["told_at", new Date().toISOString()]);
  return record;
}

function askServer(address) {
  const stop = typeof AbortController === "undefined" ? null : new AbortController();
  const timer = stop ? window.setTimeout(() => stop.abort(), PING_MS) : 0;
  return fetch(address, { credentials: "same-origin", cache: "no-store", signal: stop ? stop.signal : undefined })
    .then((answer) => {
      window.clearTimeout(timer);
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    });
}

function keptNote(form) {
  const note = document.querySelector("[data-outbox-kept]");
  form.removeAttribute("aria-busy");
  form.hidden = true;
  if (!note) return;
  note.hidden = false;
  note.setAttribute("tabindex", "-1");
  note.focus();
  const more = note.querySelector("[data-outbox-more]");
  if (more) more.onclick = () => another(form, note);
}

// One more without a network: an empty form with a key of its own, or the second would be taken for the first.
function another(form, note) {
  form.reset();
  const signs = window.crypto.getRandomValues(new Uint8Array(16));
  form.elements.client_key.value = Array.from(signs, (sign) => `0${sign.toString(16)}`.slice(-2)).join("");
  form.querySelectorAll("input[type=file]").forEach((input) => input.dispatchEvent(new Event("change", { bubbles: true })));
  form.querySelectorAll("button[data-held]").forEach((held) => {
    held.disabled = false;
    held.removeAttribute("data-held");
  });
  note.hidden = true;
  form.hidden = false;
  form.querySelector("textarea").focus();
}

function submitted(form, event) {
  event.preventDefault();
  const record = asRecord(form);
  put(record)
    .then(() => (navigator.onLine === false ? Promise.reject(new Error("offline")) : askServer(form.getAttribute("data-outbox-url"))))
    .then(
      () => form.submit(),
      () => asked("readonly", (store) => store.get(record.key)).then((kept) => (kept ? keptNote(form) : form.submit())),
    )
    .catch(() => form.submit()); // nothing can be kept in this browser: as without script
}

// Back after signing in: the words are in the form again, the photos come from here.
function refilled(form) {
  const fresh = Array.from(form.querySelectorAll("input[type=file]")).every((input) => !input.files.length);
  if (!fresh || typeof DataTransfer === "undefined") return Promise.resolve();
  return asked("readonly", (store) => store.get(form.elements.client_key.value)).then((record) => {
    if (!record) return;
    form.querySelectorAll("input[type=file]").forEach((input) => {
      const mine = record.files.filter((one) => one[0] === input.name);
      if (!mine.length) return;
      const box = new DataTransfer();
      mine.forEach((one) => box.items.add(new File([one[1]], one[2], { type: one[1].type })));
      input.files = box.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
}

// The page asks something before it sends on: whoever walks away from it is asked again, nothing goes out unasked.
function unowned(form) {
  return asked("readonly", (store) => store.get(form.elements.client_key.value)).then((record) =>
    record ? put(Object.assign(record, { owner: "" })) : undefined,
  );
}

function line(text, kind) {
  const note = document.createElement("div");
  note.className = `note note-${kind}`;
  note.setAttribute("role", "status");
  const words = document.createElement("p");
  words.className = "mb-0";
  words.textContent = text;
  note.append(words);
  const main = document.getElementById("main");
  main.insertBefore(note, main.firstChild);
  return note;
}

function link(note, text, address) {
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.textContent = text;
  note.append(anchor);
}

function button(note, text, does) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "link-button";
  made.textContent = text;
  made.addEventListener("click", () => {
    note.remove();
    does();
  });
  note.append(made, " ");
}

const preview = (record) => (record.fields.find((pair) => pair[0] === "text") || ["", ""])[1].slice(0, 20);

function deliver(record, state) {
  const body = new FormData();
  record.fields.forEach((pair) => body.append(pair[0], pair[1]));
  record.files.forEach((one) => body.append(one[0], one[1], one[2]));
  body.append("csrfmiddlewaretoken", state.token);
  const headers = { "X-Outbox": "1", "X-CSRFToken": state.token };
  return fetch(record.action, { method: "POST", body, headers, credentials: "same-origin" })
    .then((answer) => answer.json())
    .then((said) => {
      if (said.state === "sent") {
        link(line(state.words.sent.replace("#", said.number), "leaf"), state.words.look, said.url);
        return drop(record.key);
      }
      if (said.state === "refused") {
        const note = line(`${state.words.refused.replace("#", preview(record))} ${said.why}`, "brick");
        button(note, state.words.discard, () => drop(record.key));
        link(note, state.words.mend, record.action);
      }
      return undefined;
    })
    .catch(() => undefined); // still no network, or the server is busy: it stays and is tried again
}

function offered(record, state) {
  const note = line(state.words.whose.replace("#", preview(record)), "amber");
  button(note, state.words.send, () => deliver(record, state).then(look));
  button(note, state.words.discard, () => drop(record.key).then(look));
}

let signInSaid = false;

function dispatched(records, state) {
  const open = document.querySelector("form[data-outbox]");
  const shown = open && !open.hidden ? open.elements.client_key.value : "";
  return records
    .filter((record) => record.key !== shown)
    .slice(0, LIMIT)
    .reduce((before, record) => {
      if (record.owner && record.owner !== state.owner) return before; // somebody else's, on a shared phone
      if (!state.owner) {
        const signing = window.location.pathname.indexOf(state.sign_in.split("?")[0]) === 0;
        if (!signInSaid && !signing) link(line(state.words.waits, "amber"), state.words.sign_in, state.sign_in);
        signInSaid = true; // said once, and not to somebody who is doing it
        return before;
      }
      if (!record.owner) {
        offered(record, state);
        return before;
      }
      return before.then(() => deliver(record, state));
    }, Promise.resolve());
}

let busy = false;

function flush(address) {
  if (busy || !flagged() || navigator.onLine === false) return;
  busy = true;
  all()
    .then((records) => (records.length ? askServer(address).then((state) => dispatched(records.sort((a, b) => a.at - b.at), state)) : undefined))
    .then(look)
    .catch(() => undefined)
    .then(() => {
      busy = false;
    });
}

// The flag goes with the last one.
function look() {
  return all().then((records) => flag(records.length > 0));
}

export function keepOutbox() {
  const address = document.body.getAttribute("data-outbox-url");
  if (!address || !window.indexedDB || !window.fetch) return;
  const done = Array.from(document.querySelectorAll("[data-outbox-done]")).map((mark) => mark.getAttribute("data-outbox-done"));
  const form = document.querySelector("form[data-outbox]");
  const begin = flagged() ? Promise.all(done.map(drop)).then(() => (!form ? undefined : form.hasAttribute("data-outbox-asks") ? unowned(form) : refilled(form))) : Promise.resolve();
  begin.catch(() => undefined).then(() => flush(address));
  if (form) form.addEventListener("submit", (event) => submitted(form, event));
  window.addEventListener("online", () => flush(address));
  window.setInterval(() => flush(address), AGAIN_MS);
}
