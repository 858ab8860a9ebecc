// Where AGTree 4.2.0 is plainly wrong, and bloqr may be right instead.
//
// `forgiven` makes two trees equal in places where one detail may differ; `BUGS` names whole rules
// whose tree may differ, and what it has to be then. docs/differences.md tells the same in words.

/** Errors that come out of the JavaScript engine or the JSON5 library rather than out of AGTree. */
const FOREIGN = new Set(['TypeError', 'SyntaxError', 'RangeError']);

export const isForeign = (name) => FOREIGN.has(name);

// JavaScript's `trim` takes these off, but AGTree's own skipping of blanks stops at them.
const UNICODE_SPACE = /^[\v\f\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]/;
const COSMETIC_SEPARATOR = /#@?[$?%]{0,2}#|\$@?\$/;
const UBO_MODIFIER = /:(style|remove|matches-path|matches-media)\(/;

const isStyle = (rule) => rule?.type === 'ElementHidingRule' || rule?.type === 'CssInjectionRule';

/**
 * Each bug has a `test` whether a rule may show it, given AGTree's answer, and says what the
 * `right` answer is by asking AGTree a question that it can answer.
 */
const BUGS = [
  {
    name: 'leading blanks eat the pattern of a cosmetic rule',
    indents: true,
    test: ({ input }) => /^[ \t]/.test(input) && COSMETIC_SEPARATOR.test(input),
    right: (question, ask) => indented(question, ask, /^[ \t]+/),
  },
  {
    name: 'a leading BOM or Unicode space is no space',
    indents: true,
    test: ({ input }) => UNICODE_SPACE.test(input),
    right: (question, ask) => indented(question, ask, /^[^\S\r\n]+/),
  },
  {
    name: ':matches-media() is lost without :style()',
    test: ({ input }, answer) => input.includes(':matches-media(') && answer.ast?.type === 'ElementHidingRule',
    right: (question, ask) => {
      const answer = disguised(question, ask, ['matches-media', '{', '}']);
      const { ast } = answer;
      if (ast) ast.syntax = 'UblockOrigin';
      // What AGTree has searched for modifiers it trims.
      const selectors = ast?.body?.selectorList;
      if (selectors) selectors.value = selectors.value.trim();
      return answer;
    },
  },
  {
    name: "host rules lose text glued to '#'",
    test: ({ input }, answer) => answer.ast?.type === 'HostRule' && /\S#/.test(input),
    right: (question, ask) => {
      const at = question.input.indexOf('#');
      const input = `${question.input.slice(0, at)} ${question.input.slice(at)}`;
      const answer = moved(ask({ ...question, input }), (place) => place - (place > at));
      // What is no name makes the line no host rule.
      if (answer.ast?.type !== 'HostRule') return ask({ ...question, options: { ...question.options, parseHostRules: false } });
      if (answer.ast?.raws) answer.ast.raws.text = question.input;
      return answer;
    },
  },
  {
    name: 'uBO modifiers are read inside scripts and HTML bodies',
    test: ({ input }, answer) => /#@?%#|\$@?\$|\+js|script:inject/.test(input) && UBO_MODIFIER.test(input) && !isStyle(answer.ast),
    right: (question, ask) => disguised(question, ask, ['style', 'remove', 'matches-path', 'matches-media']),
  },
];

/** `{name, answer}` for every bug that the rule may show: what is right then, or undefined for anything. */
export function corrections(question, ask) {
  // How AGTree would read such a line without its blanks cannot be asked, for the space in front
  // decides whether that is a separator.
  if (/^\s* #@?#/.test(question.input)) return [{ name: 'a separator behind leading blanks' }];
  return BUGS.filter((bug) => bug.test(question, ask(question)))
    .flatMap((bug) => [ask, corrected(ask, without(BUGS, bug))]
      .map((asked) => ({ name: bug.name, answer: bug.right(question, asked) })));
}

/** Asks so that none of these bugs is in the answer. */
const corrected = (ask, bugs) => (question) => {
  const bug = bugs.find((it) => it.test(question, ask(question)));
  return bug ? bug.right(question, corrected(ask, without(bugs, bug))) : ask(question);
};

/** The other bugs. A line has one indentation: behind blanks, a Unicode space is a letter like any other. */
const without = (bugs, bug) => bugs.filter((it) => it !== bug && !(it.indents && bug.indents));

/** The answer to the line without its indentation, moved to where the line has it. */
function indented(question, ask, indentation) {
  const { input } = question;
  const rest = input.replace(indentation, '');
  const asked = ask({ ...question, input: rest });
  const answer = moved(asked, (place) => place + input.length - rest.length);
  // Errors that blame the whole line blame its blanks too.
  for (const [from, to] of [[asked, answer], [asked.ast?.error, answer.ast?.error]]) {
    if (from?.start === 0 && from.end === rest.length) to.start = 0;
  }
  const { ast } = answer;
  if (!ast) return answer;
  if ('start' in ast) ast.start = 0;
  if (ast.raws) ast.raws.text = input;
  if ('raw' in ast) ast.raw = input;
  return answer;
}

/** The answer to the line in which these names and braces mean nothing. */
function disguised(question, ask, pieces) {
  // As long as the piece, and in no rule of the grammar.
  const masks = pieces.map((piece, n) => [piece, String.fromCharCode(0x2c00 + n).repeat(piece.length)]);
  const input = masks.reduce((text, [piece, mask]) => text.replaceAll(isName(piece) ? `:${piece}(` : piece, isName(piece) ? `:${mask}(` : mask), question.input);
  const json = JSON.stringify(ask({ ...question, input }));
  return JSON.parse(masks.reduce((text, [piece, mask]) => text.replaceAll(mask, piece), json));
}

const isName = (piece) => /[a-z]/.test(piece);

/** The same answer, tree or error, with every position put elsewhere. */
export function moved(node, place) {
  if (Array.isArray(node)) return node.map((it) => moved(it, place));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => {
    const isPosition = (key === 'start' || key === 'end') && typeof value === 'number';
    return [key, isPosition ? place(value) : moved(value, place)];
  }));
}

/**
 * AGTree forgets to add where the rule or its body starts to some error positions. Then the right
 * position is as long, and further on by just that much; or only its start is.
 */
export function isForgottenOffset(expected, got, text, ruleStart) {
  const indentation = text.length - text.trimStart().length;
  const shift = got.start - expected.start;
  // Where it points at the start of everything, it may point at the blanks there.
  if (shift === -indentation && got.end === expected.end) return got.start === ruleStart;
  if (!(shift > 0)) return false;
  if (got.end === expected.end) {
    return [0, ruleStart].includes(expected.start) && [ruleStart, ruleStart + indentation].includes(got.start);
  }
  if (got.end - expected.end !== shift) return false;
  // Every separator, those that overlap too: which of them is the rule's is AGTree's to know.
  const bodies = [...text.matchAll(/(?=((?:#@?[$?%]{0,2}#|\$@?\$)[ \t]*))/g)].map((it) => it.index + it[1].length);
  return [0, ruleStart].some((more) => [0, ...bodies].some((at) => shift === at + more || shift === at + more - indentation));
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
  if (expected.params?.type === 'ConfigNode' && 'start' in expected) {
    // AGTree counts these from the start of the line, even in a list.
    return [{ ...expected, params: moved(expected.params, (place) => place + expected.start) }, got, NOTHING];
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
