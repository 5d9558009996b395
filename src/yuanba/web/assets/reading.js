// Reading aloud: the browser's own voice reads the main part of the page. The button shows only where there is one.

function words(root) {
  const parts = [];
  root.querySelectorAll("h1,h2,h3,p,li,dt,dd,th,td,label,legend,summary,.say").forEach((node) => {
    if (node.closest("[data-silent]") || node.querySelector("p,li,dd")) return;
    const text = node.textContent.replace(/\s+/g, " ").trim();
    if (text) parts.push(text);
  });
  return parts;
}

export function offerReading() {
  const button = document.querySelector("[data-read-aloud]");
  const speech = window.speechSynthesis;
  if (!button || !speech || !window.SpeechSynthesisUtterance) return;
  button.hidden = false;
  const label = button.textContent;
  const stop = () => {
    speech.cancel();
    button.setAttribute("aria-pressed", "false");
    button.textContent = label;
  };
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") return stop();
    button.setAttribute("aria-pressed", "true");
    button.textContent = button.getAttribute("data-stop");
    const parts = words(document.querySelector("main"));
    parts.forEach((text, index) => {
      const piece = new window.SpeechSynthesisUtterance(text);
      piece.lang = document.documentElement.lang === "en" ? "en" : "zh-CN";
      piece.rate = 0.9;
      if (index === parts.length - 1) piece.onend = stop;
      speech.speak(piece);
    });
    return undefined;
  });
  window.addEventListener("pagehide", () => speech.cancel());
}
