// Where AGTree 4.2.0 is plainly wrong, and bloqr may be right instead.
//
// `forgiven` makes two trees equal in places where one detail may differ; `BUGS` names whole rules
// whose tree may differ. docs/differences.md tells what bloqr does in each case.

/** Errors that come out of the JavaScript engine or the JSON5 library rather than out of AGTree. */
const FOREIGN = new Set(['TypeError', 'SyntaxError', 'RangeError']);

export const isForeign = (name) => FOREIGN.has(name);

const COSMETIC_SEPARATOR = /#@?[$?%]{0,2}#|\$@?\$/;
const UBO_MODIFIER = /:(style|remove|matches-path|matches-media)\(/;

// JavaScript's `trim` takes these off, but AGTree's own skipping of blanks stops at them.
const UNICODE_SPACE = /^[\v\f\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]/;

/** Each `test` gets the text of one rule, AGTree's answer to it, and whether it stands in a list. */
const BUGS = [
  {
    name: 'a JavaScript exception',
    test: (text, answer) => isForeign(answer.errorName) || isForeign(answer.ast?.error?.name),
  },
  {
    name: 'a leading BOM or Unicode space',
    test: (text) => UNICODE_SPACE.test(text),
  },
  {
    name: 'leading blanks eat the pattern of a cosmetic rule',
    test: (text) => /^[ \t]/.test(text) && COSMETIC_SEPARATOR.test(text),
  },
  {
    name: 'ConfigNode offsets relative to the line',
    test: (text, answer, inList) => inList && answer.ast?.params?.type === 'ConfigNode',
  },
  {
    name: ':matches-media() dropped without :style()',
    test: (text, answer) => text.includes(':matches-media(') && answer.ast?.type === 'ElementHidingRule',
  },
  {
    name: "host rules lose text glued to '#'",
    test: (text, answer) => answer.ast?.type === 'HostRule' && /\S#/.test(text),
  },
  {
    name: 'uBO modifiers read inside scripts and HTML bodies',
    test: (text) => /[#$]@?%#|\$@?\$|\+js\(/.test(text) && UBO_MODIFIER.test(text),
  },
];

export const bugOf = (text, answer, inList) => BUGS.find((bug) => bug.test(text, answer, inList))?.name;

/**
 * AGTree forgets to add where the rule or its body starts to some error positions. Then the right
 * position is as long, and further on by just that much.
 */
export function isForgottenOffset(expected, got, text, ruleStart) {
  const shift = got.start - expected.start;
  if (!(shift > 0) || got.end - expected.end !== shift) return false;
  const bodies = [...text.matchAll(/(?:#@?[$?%]{0,2}#|\$@?\$)\s*/g)].map((it) => it.index + it[0].length);
  return [0, ...bodies].some((at) => shift === at || shift === at + ruleStart);
}

/** AGTree gives these no position, and shifts that of the comment: having the right ones is no difference. */
function withoutHostPositions(node) {
  const { start, end, ...rest } = node;
  if (rest.comment) rest.comment = { ...rest.comment, start: 0, end: 0 };
  return rest;
}

/** The pair to compare in place of these two objects, and the keys that may differ or be missing. */
export function forgiven(expected, got) {
  if (expected.type === 'HostRule' || expected.type === 'HostnameList') {
    return [withoutHostPositions(expected), withoutHostPositions(got), NOTHING];
  }
  if (expected.type === 'InvalidRuleError' && isForeign(expected.name)) {
    return [expected, got, FOREIGN_DETAILS];
  }
  if (expected.type === 'InvalidRule' && got.error && isForgottenOffset(expected.error, got.error, expected.raw, expected.start ?? 0)) {
    const { start, end } = expected.error;
    return [expected, { ...got, error: { ...got.error, start, end } }, NOTHING];
  }
  return [expected, got, NOTHING];
}

const NOTHING = new Set();
const FOREIGN_DETAILS = new Set(['name', 'message', 'start', 'end']);
