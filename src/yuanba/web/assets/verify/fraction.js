// Exact fractions of whole numbers (BigInt); the lower part is above zero, and nothing is left to cancel.

const abs = (value) => (value < 0n ? -value : value);

function divisor(left, right) {
  let [a, b] = [abs(left), abs(right)];
  while (b) [a, b] = [b, a % b];
  return a;
}

export class Fraction {
  constructor(over, under = 1n) {
    const shared = divisor(over, under) || 1n;
    const sign = under < 0n ? -1n : 1n;
    this.over = (sign * over) / shared;
    this.under = (sign * under) / shared;
  }

  plus(other) {
    return new Fraction(this.over * other.under + other.over * this.under, this.under * other.under);
  }

  minus(other) {
    return new Fraction(this.over * other.under - other.over * this.under, this.under * other.under);
  }

  times(other) {
    return new Fraction(this.over * other.over, this.under * other.under);
  }

  by(other) {
    return new Fraction(this.over * other.under, this.under * other.over);
  }

  // Below zero, zero or above zero, as this is less than, equal to or more than the other.
  against(other) {
    const gap = this.over * other.under - other.over * this.under;
    return gap < 0n ? -1 : gap > 0n ? 1 : 0;
  }

  toString() {
    return `${this.over}/${this.under}`;
  }
}

export const whole = (value) => new Fraction(BigInt(value));
