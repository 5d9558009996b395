// The sheet in the page: what is chosen on it, what does not fit, and how to say it once more. Nothing of it is sent.
import { isRanked } from "../verify/tally.js";

const named = (form, name) => [...form.elements].filter((field) => field.name === name);

function rankedIn(form, item) {
  const places = [];
  for (const option of item.options) {
    const [field] = named(form, `rank.${item.key}.${option}`);
    if (field && field.value) places.push([Number(field.value), option]);
  }
  return places.sort((a, b) => a[0] - b[0]);
}

const ruleOf = (item, manifest) => item.rule || manifest.rule;

// {item: [option, …]}, in the voter's order where the item is ranked; doubled places stand in `doubled`.
export function chosenIn(form, manifest) {
  const chosen = Object.create(null);
  const doubled = [];
  const offered = Object.create(null);
  for (const item of manifest.items) {
    if (isRanked(ruleOf(item, manifest))) {
      const places = rankedIn(form, item);
      if (new Set(places.map(([place]) => place)).size !== places.length) doubled.push(item.key);
      chosen[item.key] = places.map(([, option]) => option);
    } else {
      chosen[item.key] = named(form, `item.${item.key}`).filter((field) => field.checked && field.value).map((field) => field.value);
    }
  }
  for (const { key, options } of manifest.items) {
    offered[key] = options.filter((option) => named(form, `rank.${key}.${option}`).length).length; // withdrawn ones are not
  }
  Object.defineProperty(chosen, "doubled", { value: doubled });
  Object.defineProperty(chosen, "offered", { value: offered });
  return chosen;
}

// The code of what does not fit, or "". A blank item is a choice.
export function problemOf(chosen, manifest) {
  if (chosen.doubled.length) return "rank_twice";
  for (const item of manifest.items) {
    const count = chosen[item.key].length;
    if (count > item.choose) return "too_many";
    if (count && count < item.minimum) return "too_few";
    const rule = ruleOf(item, manifest);
    if (isRanked(rule) && count && rule.truncated !== "allowed" && count < chosen.offered[item.key]) return "ranking_incomplete";
  }
  return "";
}

function labelOf(form, item, option, isOrdered) {
  if (!isOrdered) {
    const field = named(form, `item.${item.key}`).find((one) => one.value === option);
    return field.closest("label").querySelector("b").textContent;
  }
  const [field] = named(form, `rank.${item.key}.${option}`);
  return field.closest("li").querySelector("[data-name]").textContent;
}

// The question in the page's words; a survey's names whom it is about.
function questionOf(form, item) {
  const field = [...form.elements].find((one) => one.name === `item.${item.key}` || one.name.startsWith(`rank.${item.key}.`));
  const legend = field && field.closest("fieldset").querySelector("legend");
  return legend ? legend.dataset.full || legend.textContent : item.key;
}

// [question, answer] pairs in the page's words.
export function rowsOf(form, chosen, manifest, blank) {
  return manifest.items.map((item) => {
    const isOrdered = isRanked(ruleOf(item, manifest));
    const names = chosen[item.key].map((option, place) => `${isOrdered ? `${place + 1}. ` : ""}${labelOf(form, item, option, isOrdered)}`);
    return [questionOf(form, item), names.join(isOrdered ? "　" : "、") || blank];
  });
}
