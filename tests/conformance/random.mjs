// A seeded source of choices: the same seed gives the same rules on every machine.

export class Random {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** A number in [0, 1), by mulberry32. */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  below(n) {
    return Math.floor(this.next() * n);
  }

  between(low, high) {
    return low + this.below(high - low + 1);
  }

  chance(probability) {
    return this.next() < probability;
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  /** Calls one of the functions: `[weight, make]` pairs, or bare functions of weight 1. */
  one(...choices) {
    const pairs = choices.map((it) => (Array.isArray(it) ? it : [1, it]));
    let at = this.next() * pairs.reduce((sum, [weight]) => sum + weight, 0);
    const [, make] = pairs.find(([weight]) => (at -= weight) < 0) ?? pairs.at(-1);
    return typeof make === 'function' ? make(this) : make;
  }

  /** Between `low` and `high` things made by `make`. */
  some(low, high, make) {
    return Array.from({ length: this.between(low, high) }, () => make(this));
  }

  /** The text, or nothing. */
  maybe(probability, make) {
    if (!this.chance(probability)) return '';
    return typeof make === 'function' ? make(this) : make;
  }
}
