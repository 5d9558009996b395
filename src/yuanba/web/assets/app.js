// The small script of every page. Each part only betters a page that already works without it.
import htmx from "htmx.org";
import { countChoices, keepTicks } from "./choose.js";
import { keepDrafts } from "./drafts.js";
import { nameFiles } from "./files.js";
import { guardForms } from "./forms.js";
import { keepOutbox } from "./outbox.js";
import { putInOrder } from "./rank.js";
import { offerReading } from "./reading.js";
import { walkRounds } from "./rounds.js";
import { tellTurns } from "./turns.js";
import { countDown } from "./waiting.js";

// The content policy forbids evaluated code and inline styles, so htmx must need neither.
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0; // pages may hold personal data
// A refusal comes with 403 or 409 and a fragment that explains it: show it where the answer would stand.
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "[45]..", swap: true, error: true },
];

document.documentElement.classList.add("scripted");

function start() {
  guardForms();
  keepTicks();
  putInOrder();
  countChoices();
  keepDrafts();
  nameFiles();
  offerReading();
  countDown();
  keepOutbox();
  tellTurns();
  walkRounds();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
