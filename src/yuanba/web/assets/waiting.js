// A button that may be pressed after some seconds: <button data-wait="42" data-wait-label="Again (# s)">Again</button>.
// Without script the button works at once and the server says how long to wait.

function count(button) {
  const label = button.textContent;
  const words = button.getAttribute("data-wait-label") || `${label} (#)`;
  const end = Date.now() + Number(button.getAttribute("data-wait")) * 1000;
  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    button.disabled = left > 0;
    button.textContent = left > 0 ? words.replace("#", String(left)) : label;
    if (left > 0) window.setTimeout(tick, 500);
  };
  tick();
}

export function countDown() {
  document.querySelectorAll("button[data-wait]").forEach(count);
}
