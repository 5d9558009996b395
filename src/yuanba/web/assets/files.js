// A file field speaks the language of the page: browsers label it in their own. Without script the browser's stays.

const words = (name) => document.body.getAttribute(`data-file-${name}`) || "";

function told(input) {
  const names = [...input.files].map((file) => file.name);
  return names.length ? `${words("chosen").replace("#", String(names.length))} ${names.join(words("comma"))}` : words("none");
}

function dress(input) {
  if (!input.id || !words("choose")) return;
  const button = document.createElement("label");
  button.className = "button button-plain file-button";
  button.htmlFor = input.id;
  button.textContent = words(/image\//.test(input.accept) ? "photo" : /audio\//.test(input.accept) ? "voice" : "choose");
  button.setAttribute("aria-hidden", "true"); // the field itself is what a reader meets
  const line = document.createElement("p");
  line.className = "lead-in file-names";
  line.setAttribute("aria-live", "polite");
  line.textContent = told(input);
  input.classList.add("file-dressed");
  input.after(button, line);
  input.addEventListener("change", () => {
    line.textContent = told(input);
  });
}

export function nameFiles() {
  document.querySelectorAll('input[type="file"]').forEach(dress);
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("input.file-dressed").forEach((input) => {
      input.parentElement.querySelector(".file-names").textContent = told(input);
    });
  });
}
