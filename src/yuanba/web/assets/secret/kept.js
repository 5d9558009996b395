// What this phone keeps of a secret vote, under the ballot's number: the seed, the manifest it knows, the paper's bytes.
// The choice is in it only sealed. A phone that keeps nothing (a private window) still votes; the code restores the rest.

const name = (number) => `yuanba-secret-${number}`;

export function kept(number) {
  try {
    return JSON.parse(localStorage.getItem(name(number))) || {};
  } catch {
    return {};
  }
}

export function keep(number, changes) {
  const now = { ...kept(number), ...changes };
  try {
    localStorage.setItem(name(number), JSON.stringify(now));
  } catch {
    return false;
  }
  return true;
}

export function forget(number) {
  try {
    localStorage.removeItem(name(number));
  } catch {
    // nothing was kept
  }
}
