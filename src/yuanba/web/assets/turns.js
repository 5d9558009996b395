// Of a secret vote the site knows the ticket only; the phone that cast it has the receipt, and says so.
// <a data-secret-turn="12"><span data-turn-cast hidden>…</span><span data-turn-open>…</span></a>

function hasReceipt(number) {
  try {
    return Boolean((JSON.parse(localStorage.getItem(`yuanba-secret-${number}`)) || {}).receipt);
  } catch (error) {
    return false; // nothing is kept here
  }
}

export function tellTurns() {
  for (const one of document.querySelectorAll("[data-secret-turn]")) {
    const isCast = hasReceipt(one.getAttribute("data-secret-turn"));
    one.querySelector("[data-turn-cast]").hidden = !isCast;
    one.querySelector("[data-turn-open]").hidden = isCast;
  }
}
