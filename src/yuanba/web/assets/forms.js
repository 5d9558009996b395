// Forms: no second submit while the first is under way, and a question before what cannot be undone.

const WAIT_MS = 20000; // after that a lost request may be tried again; the request key keeps it harmless

function release(form) {
  form.removeAttribute("aria-busy");
  for (const button of form.querySelectorAll("button[data-held]")) {
    button.disabled = false;
    button.removeAttribute("data-held");
  }
}

function hold(form) {
  form.setAttribute("aria-busy", "true");
  // A button disabled at once would not be sent along with its own form.
  window.setTimeout(() => {
    for (const button of form.querySelectorAll("button:not([type=button])")) {
      if (button.disabled) continue;
      button.disabled = true;
      button.setAttribute("data-held", "");
    }
  }, 0);
  window.setTimeout(() => release(form), WAIT_MS);
}

function onSubmit(event) {
  const form = event.target;
  if ((form.getAttribute("method") || "get").toLowerCase() !== "post") return;
  if (form.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    return;
  }
  const question = (event.submitter && event.submitter.getAttribute("data-ask")) || form.getAttribute("data-ask");
  if (question && !window.confirm(question)) {
    event.preventDefault();
    return;
  }
  if (!form.hasAttribute("data-download")) hold(form);
}

// `data-when="q1_kind" data-is="CHOOSE SEATS"`: shown while that radio has one of these values. Without script all is shown.
function showWhatIsAsked() {
  const parts = document.querySelectorAll("[data-when]");
  const show = () =>
    parts.forEach((part) => {
      const chosen = document.querySelector(`input[name="${part.getAttribute("data-when")}"]:checked`);
      part.hidden = !part.querySelector(".wrong") && part.getAttribute("data-is").split(" ").indexOf(chosen ? chosen.value : "") < 0;
    });
  if (parts.length) document.addEventListener("change", show);
  show();
}

export function guardForms() {
  document.addEventListener("submit", onSubmit);
  // Back from the next page: the browser shows this one as it was left, held buttons included.
  window.addEventListener("pageshow", () => document.querySelectorAll("form[aria-busy]").forEach(release));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest && event.target.closest("form");
    if (form) release(form);
  });
  // `data-send-on-change`: a list's sort or filter needs no button when there is a script.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-send-on-change]");
    if (form) form.submit();
  });
  showWhatIsAsked();
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
}
