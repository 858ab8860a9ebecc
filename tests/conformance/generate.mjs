// Makes rules of every kind from a grammar, whole and broken, and lists of them.
//
// Each function takes the source of choices first and gives a text. `request` is the entrance.

const WORDS = ['ad', 'ads', 'banner', 'promo', 'x', 'b2', 'top-box', 'side_bar', 'Sponsor', 'pixel', 'été', 'реклама', '広告', '0', '42'];
const NAMES = ['red', 'blue', 'alpha', 'beta_1', 'Gamma', 'delta-x', 'x', 'q9'];
const LABELS = ['example', 'shop', 'news', 'cdn1', 'a', 'xn--e1afmkfd', 'münchen', 'my-site', 'under_score', '127', 'www', 'static'];
const SUFFIXES = ['com', 'org', 'net', 'co.uk', 'de', 'io', 'github.io', 'test', 'рф', 'xn--p1ai', 'example', 'com.br', '*', 'museum', 'localhost'];
const BLANKS = [' ', '  ', '\t', ' \t '];
const QUOTES = ["'", '"', '`'];

const word = (r) => r.pick(WORDS);
const name = (r) => r.pick(NAMES);
const blank = (r) => r.pick(BLANKS);
const gap = (r) => r.maybe(0.2, blank);
const words = (r) => r.some(1, 5, word).join(' ');

function host(r) {
  if (r.chance(0.06)) return address(r);
  if (r.chance(0.04)) return r.pick(['com', 'co.uk', 'localhost', '*', 'EXAMPLE.org', 'example.org.', '.example.org', 'a..example']);
  return [...r.some(1, 3, () => r.pick(LABELS)), r.pick(SUFFIXES)].join('.');
}

function address(r) {
  return r.one(
    [4, () => r.some(4, 4, () => r.below(r.chance(0.1) ? 400 : 256)).join('.')],
    [1, () => r.pick(['0.0.0.0', '127.0.0.1', '::', '::1', 'fe80::1%lo0', '::ffff:10.0.0.1', '2001:db8::8a2e:370:7334', '1:2:3:4:5:6:7:8', '01.2.3.4', '1.2.3', '::1::', '255.255.255.255'])],
  );
}

function regex(r) {
  const atoms = ['ads?', '\\d+', '[a-z0-9]{2,}', '(foo|bar)', '\\/', '.*', '^https?:', '$', '[,/$]', '\\,', '(?:x)', '\\$', 'é', '=', '[^/]+', '~', '|'];
  return `/${r.some(1, 5, () => r.pick(atoms)).join('')}/${r.maybe(0.1, 'i')}`;
}

// Comments

function comment(r) {
  const marker = r.pick(['!', '!', '! ', '#', '# ', '!!', '####', '!--', '!\t']);
  return gap(r) + marker + r.one([4, words], [1, url], [1, () => ''], [1, () => `${words(r)} ## ${word(r)}`], [1, () => words(r) + blank(r)]);
}

const url = (r) => `${r.pick(['https://', 'http://', '//', ''])}${host(r)}/${r.maybe(0.7, word)}${r.pick(['', '.js', '.txt', '?a=1&b=2', '#x'])}`;

function agent(r) {
  const part = () => {
    const who = r.pick(['Adblock Plus', 'AdGuard', 'uBlock Origin', 'ABP', 'adg', 'UBO', 'uBlock', 'AdBlock', 'Other Blocker', 'adblockplus']);
    const version = r.pick(['', '', ' 2.0', ' 3.1.4', ' 1', ' v2.0', ' 2.0.1.2', ' 2.0b1', ' x-1.5', ' 1.0 2.0', ' 2.0 extra']);
    return gap(r) + who + version + gap(r);
  };
  return gap(r) + `[${r.some(0, 3, part).join(';') || r.pick(['', ' ', ';', '2.0'])}]` + gap(r);
}

function metadata(r) {
  const header = r.pick(['Title', 'Version', 'Homepage', 'Expires', 'Last modified', 'LastModified', 'Last Modified', 'TimeUpdated', 'Time Updated', 'License', 'Licence', 'Description', 'Checksum', 'Redirect', 'Diff-Path', 'title', 'VERSION', 'Titles']);
  return gap(r) + r.pick(['!', '#']) + r.pick([' ', ' ', '', '\t', '  ']) + header + gap(r) + r.pick([':', ':', ': ', ':  ', '']) + r.one([3, words], [1, url], [1, () => '']) + gap(r);
}

function parameter(r) {
  return r.one([4, word], [1, words], [1, () => ''], [1, blank], [1, () => `${name(r)}\\,${name(r)}`], [1, () => quoted(r, word(r))]);
}

const parameters = (r, separator = ',') => r.some(0, 4, parameter).join(separator + r.pick(['', ' ']));

function hint(r) {
  const one = () => r.pick(['NOT_OPTIMIZED', 'PLATFORM', 'NOT_PLATFORM', 'hint_2', 'NOT_VALIDATE', 'É', 'A-B']) + r.maybe(0.6, () => `${r.maybe(0.05, ' ')}(${parameters(r)})`);
  return gap(r) + `!+${r.pick([' ', ' ', '', '\t'])}${r.some(0, 3, one).join(r.pick([' ', ' ', '  ', '\t', '']))}` + gap(r);
}

function condition(r, depth = 0) {
  const operator = () => gap(r) + r.pick(['&&', '||', '&&', '||', '&', '|', '!']) + gap(r);
  const variable = () => r.pick(['adguard', 'ext_ublock', 'a1', 'b', 'cap_html_filtering', 'env_mv3', 'false', '1x', '_y']);
  if (depth > 3) return variable();
  return r.one(
    [4, variable],
    [2, () => `!${gap(r)}${condition(r, depth + 1)}`],
    [2, () => `(${gap(r)}${condition(r, depth + 1)}${gap(r)})`],
    [3, () => r.some(2, 3, () => condition(r, depth + 1)).reduce((left, right) => left + operator() + right)],
  );
}

function preprocessor(r) {
  const directive = r.one(
    [5, () => `if${r.pick([' ', ' ', '  ', '', '\t'])}${condition(r)}`],
    [1, () => `include ${r.pick(['', '../'])}${url(r)}`],
    [1, () => `safari_cb_affinity${r.maybe(0.1, ' ')}(${parameters(r)}${r.maybe(0.9, ')')}`],
    [1, () => r.pick(['endif', 'else', 'safari_cb_affinity', 'if', 'include', 'include ', '#', ''])],
    [1, () => `${name(r)} ${words(r)}`],
  );
  return gap(r) + '!#' + r.maybe(0.1, blank) + directive + gap(r);
}

// AGLint's config comments

function jsonString(r) {
  const escapes = ['\\n', '\\x41', '\\u00e9', '\\ud83d\\ude00', '\\0', '\\\n', '\\"', "\\'", '\\/', '\\v', '\\q', '\\1', '\\u{41}', '\\b'];
  const quote = r.pick(["'", '"', '"']);
  return quote + r.some(0, 4, () => r.one([3, word], [1, () => r.pick(escapes)], [1, () => ' '])).join('') + quote;
}

const NUMBERS = ['0', '1', '-1', '+2', '4.5', '.5', '5.', '1e3', '1E-7', '-0', '0x1F', '-0xff', 'Infinity', '-Infinity', 'NaN', '1e400', '12345678901234567890', '0.1', '1e21', '123456789.125', '01', '1e', '--1', '0x', '5e-324', '1.7976931348623157e308', '9007199254740993', '1_000'];

function jsonValue(r, depth = 0) {
  const space = () => r.maybe(0.2, () => r.pick([' ', '\t', '/* c */', '\u00a0', '  ', '// c', '/**/']));
  const around = (text) => space() + text + space();
  const list = (open, close, make) => open + r.some(0, 3, () => around(make())).join(',') + r.maybe(0.1, ',') + close;
  return r.one(
    [3, jsonString],
    [3, () => r.pick(NUMBERS)],
    [1, () => r.pick(['true', 'false', 'null', 'undefined', 'True'])],
    ...(depth < 3
      ? [[2, () => list('[', ']', () => jsonValue(r, depth + 1))], [1, () => list('{', '}', () => jsonMember(r, depth + 1))]]
      : []),
  );
}

function jsonMember(r, depth = 0) {
  const key = r.one(
    [3, jsonString],
    [3, () => r.pick(['max', 'rule_1', '$a', 'ключ', '_', 'a\\u0062', '__proto__', 'constructor', 'a-b', '1a', 'null', 'true', 'toString', 'ℵ', '10', '2'])],
  );
  return `${key}${gap(r)}:${gap(r)}${jsonValue(r, depth)}`;
}

function config(r) {
  const why = r.maybe(0.3, () => ` --${r.pick([' ', ''])}${words(r)}`);
  const marker = r.pick(['!', '!', '#']) + r.pick([' ', ' ', '', '\t', '  ']);
  return r.one(
    [3, () => `${marker}aglint ${r.some(0, 3, jsonMember).join(r.pick([',', ', ', ' , ']))}${why}`],
    [2, () => `${marker}aglint-${r.pick(['disable', 'enable', 'disable-next-line', 'Enable-Next-Line', 'foo'])}${r.maybe(0.8, () => ` ${parameters(r)}`)}${why}`],
    [1, () => `${marker}${r.pick(['AGLINT', 'aglint', 'aglintx', 'aglint\t'])}${r.maybe(0.5, () => ` ${words(r)}`)}${why}`],
  ) + gap(r);
}

// Network rules

function pattern(r) {
  return r.one(
    [4, () => `||${host(r)}^`],
    [2, () => `||${host(r)}/${word(r)}*/${word(r)}`],
    [2, () => `|${url(r)}|`],
    [1, () => `/${word(r)}/*.js`],
    [1, word],
    [1, () => `*${word(r)}$${word(r)}`],
    [2, regex],
    [1, () => ''],
    [1, () => words(r)],
    [1, () => `${word(r)}\\$${word(r)}`],
    [1, host],
  );
}

const FLAGS = ['script', 'third-party', 'image', 'xhr', '1p', 'important', 'popup', 'match-case', 'document', 'all', 'badfilter', 'css', 'genericblock', '_____', 'unknown'];
const VALUED = ['domain', 'removeparam', 'csp', 'redirect', 'replace', 'app', 'denyallow', 'cookie', 'header', 'to', 'path', 'method', 'permissions', 'hls', 'jsonprune', 'urltransform', 'x'];

function modifierValue(r) {
  return r.one(
    [3, () => r.some(1, 3, () => r.maybe(0.3, '~') + host(r)).join('|')],
    [3, regex],
    [1, () => `${regex(r)}${regex(r).slice(1)}`],
    [1, () => `script-src 'self' ${host(r)}; ${word(r)} *`],
    [1, word],
    [1, () => quoted(r, `${word(r)},${word(r)}`)],
    [1, () => `${word(r)}\\,${word(r)}\\=${word(r)}`],
    [1, () => `//${host(r)}/`],
    [1, () => `/${word(r)}`],
    [1, () => `\\$.${word(r)}[?(@.${name(r)}=='${name(r)}')]`],
    [1, () => `${word(r)}=${word(r)}`],
    [1, () => ''],
  );
}

function modifier(r) {
  const negated = r.maybe(0.15, '~') + gap(r);
  return gap(r) + negated + r.one([3, () => r.pick(FLAGS)], [3, () => r.pick(VALUED) + gap(r) + '=' + gap(r) + modifierValue(r)]) + gap(r);
}

const modifiers = (r) => r.some(1, 4, modifier).join(',');

function network(r) {
  return gap(r) + r.maybe(0.2, '@@') + r.maybe(0.03, blank) + pattern(r) + gap(r) + r.maybe(0.6, () => `$${modifiers(r)}`) + gap(r);
}

// Hosts files

function hosts(r) {
  const note = r.maybe(0.3, () => r.pick([' # ', ' #', '#', '\t#', ' ## ']) + words(r));
  return r.one(
    [3, () => gap(r) + address(r) + blank(r) + r.some(1, 4, host).join(blank(r)) + note],
    [2, () => host(r) + gap(r) + note],
    [1, () => r.pick(['0.0.0.0 localhost', '255.255.255.255 broadcasthost', '::1 ip6-localhost', '127.0.0.1', '0.0.0.0 EXAMPLE.com', '0.0.0.0 example.com:80', '0.0.0.0 example.com/', '0.0.0.0 -bad-.com', '0.0.0.0 😀.com', '0.0.0.0 a,b']) + note],
  );
}

// CSS

const quoted = (r, text) => {
  const quote = r.pick(QUOTES);
  return quote + text + r.maybe(0.97, quote);
};

const string = (r) => {
  const quote = r.pick(["'", '"']);
  return quote + r.some(0, 3, () => r.one([4, word], [1, () => r.pick(['\\"', "\\'", '\\\\', '\\41 ', ')', '(', ']', '{', '}', ',', '/', '""', "''"])])).join(r.pick(['', ' '])) + quote;
};

const identifier = (r) => r.one([6, word], [2, name], [1, () => r.pick(['\\31 0', 'a\\:b', '--x', '-y', 'div\\.z', '\\1F600', 'é', '_', '-', '\\000041b'])]);

function attribute(r) {
  const operator = r.pick(['=', '^=', '$=', '*=', '~=', '|=', '!=', '==']);
  const test = r.maybe(0.8, () => gap(r) + operator + gap(r) + r.one([5, string], [2, identifier], [1, () => `${r.below(99)}`]) + r.maybe(0.2, () => r.pick([' i', 'i', ' s', ' S', ' x', ' ii'])));
  return `[${gap(r)}${r.pick(['href', 'class', 'id', 'data-x', 'src', 'tag-content', 'max-length', '1a'])}${test}${gap(r)}]`;
}

// The tokenizer takes what stands in these as it is, up to the parenthesis that closes it.
const RAW = ['contains', '-abp-contains', 'has-text', 'matches-css', 'matches-css-before', 'matches-css-after', 'matches-property', 'matches-attr', 'xpath'];

function rawArgument(r) {
  return r.one(
    [2, words],
    [2, regex],
    [1, () => `${word(r)}(${word(r)})`],
    [1, () => `${word(r)}\\(${word(r)}\\)`],
    [1, string],
    [1, () => `//*[@id="${word(r)}"][contains(text(),"${word(r)}${r.maybe(0.3, ')')}")]`],
    [1, () => `${name(r)}: ${word(r)}`],
    [1, () => `"${name(r)}"="${regex(r)}"`],
    [1, () => ''],
    [1, () => `{${word(r)}}`],
  );
}

function pseudo(r, depth) {
  return r.one(
    [2, () => `:${r.pick(['hover', 'first-child', 'root', 'empty', ':before', ':after', 'host'])}`],
    [2, () => `:${r.pick(['has', 'not', 'is', 'where', '-abp-has', 'if', 'upward', 'any'])}(${r.maybe(0.1, '> ')}${depth < 2 ? selectors(r, depth + 1) : word(r)})`],
    [1, () => `:nth-child(${r.pick(['2n+1', 'odd', '3', '2n + 1', '-n+4', 'n'])})`],
    [2, () => `:${r.pick(RAW)}(${rawArgument(r)})`],
    [1, () => `:${r.pick(['upward', 'min-text-length', 'watch-attr', 'others', 'remove-class', 'shadow', 'x'])}(${r.one(word, () => r.below(20), () => '')})`],
  );
}

function compound(r, depth = 0) {
  const simple = () => r.one([3, () => `.${identifier(r)}`], [2, () => `#${identifier(r)}`], [2, attribute], [2, () => pseudo(r, depth)]);
  return r.maybe(0.5, () => r.pick(['div', 'a', 'span', 'script', 'body', '*', 'iframe', 'h1', 'custom-tag', 'SVG'])) + r.some(0, 3, simple).join('') || '*';
}

const complex = (r, depth = 0) => r.some(1, 3, () => compound(r, depth)).reduce((left, right) => left + r.pick([' ', ' > ', '>', ' + ', '~', ' ~ ', '  ', '\t', '/**/', ' /* c */ ', '>>', ' || ']) + right);

const selectors = (r, depth = 0) => r.some(1, depth ? 2 : 3, () => complex(r, depth)).join(r.pick([',', ', ', ' ,']));

function declaration(r) {
  const property = r.pick(['color', 'display', 'background', 'content', 'width', '--custom', 'remove', 'Remove', 'margin-top', 'remove', 'filter']);
  const value = r.one(
    [3, () => r.pick(['red', 'none !important', 'true', '0', '10px', '1.5em', '-3%', '#fff', 'true !important', 'var(--x, 1px)', 'calc(1px + (2px * 3))', '{}', '+.5e3x', 'U+26'])],
    [1, string],
    [1, () => `url(${r.one(url, string, () => `data:image/gif;base64,${word(r)}=`, () => ` ${word(r)} `, () => `a"b`)})`],
    [1, identifier],
    [1, () => ''],
    [1, () => `/* ${word(r)} */ ${word(r)}`],
  );
  return `${gap(r)}${property}${gap(r)}:${r.pick([' ', ''])}${value}`;
}

const declarations = (r) => r.some(0, 3, declaration).join('; ') + r.maybe(0.6, ';');

const mediaQuery = (r) => r.pick(['(min-width: 9px)', 'screen', 'print and (max-width: 100px)', '(a) and (b)', 'not all', '', '(min-width:1px) , screen', '(400px <= width <= 700px)']);

function css(r) {
  const rule = () => `${gap(r)}${r.maybe(0.95, () => selectors(r))}${r.pick([' ', ''])}{${r.pick([' ', ''])}${declarations(r)}${r.pick([' ', ''])}}`;
  return r.one(
    [4, rule],
    [3, () => `@media${r.pick([' ', ' ', '', '  '])}${mediaQuery(r)}${gap(r)}{${r.some(0, r.chance(0.15) ? 2 : 1, rule).join(' ')}${gap(r)}}`],
    [1, () => `@${r.pick(['import', 'supports', 'MEDIA', 'font-face'])} ${mediaQuery(r)} {${rule()}}`],
    [1, () => `${rule()} ${words(r)}`],
    [1, () => `${rule()}${rule()}`],
  );
}

// Cosmetic rules

function domainItem(r) {
  return r.maybe(0.2, '~') + r.one([8, host], [1, regex], [1, () => `${host(r)}/${word(r)}`], [1, () => `/${word(r)}`], [1, () => `${word(r)}\\,${word(r)}`]);
}

const domains = (r) => r.maybe(0.7, () => r.some(1, 4, () => gap(r) + domainItem(r) + gap(r)).join(','));

function cosmeticModifiers(r) {
  const value = () => r.one([3, modifierValue], [1, () => `[${word(r)}]`], [1, () => `\\[${word(r)}\\]`], [1, () => `/[${word(r)}]${r.maybe(0.5, '/')}`]);
  const item = () => gap(r) + r.pick(['path', 'domain', 'app', 'url', 'x']) + r.maybe(0.85, () => `=${value()}`) + gap(r);
  return `[${r.maybe(0.05, blank)}${r.maybe(0.97, '$')}${r.some(r.chance(0.05) ? 0 : 1, 3, item).join(',')}${r.maybe(0.97, ']')}`;
}

const head = (r, adguard = 0.1) => r.maybe(0.04, blank) + r.maybe(adguard, cosmeticModifiers) + domains(r);

/** Domains, separator, body. `separators` come in pairs: the rule and its exception. */
const cosmetic = (r, separators, body, adguard) => head(r, adguard) + r.pick(separators) + r.maybe(0.06, blank) + body + r.maybe(0.06, blank);

const hiding = (r) => cosmetic(r, ['##', '##', '#@#', '#?#', '#@?#'], selectors(r), 0.15);

const PATHS = ['matches-path', 'matches-path', 'matches-media'];

function uboModifier(r, depth = 0) {
  const argument = () => r.one([3, () => `/${word(r)}`], [2, regex], [1, mediaQuery], [1, declarations], [1, () => `(${word(r)})`], [1, string], [1, () => ''], [1, () => `${word(r)}\\)`]);
  if (depth < 3 && r.chance(0.3)) {
    const wrapper = r.pick([':not', ':not', ':not', ':not', ':is', 'not']);
    return `${wrapper}(${gap(r)}${r.maybe(0.05, word)}${uboModifier(r, depth + 1)}${gap(r)}${r.maybe(0.05, word)})`;
  }
  return `:${r.pick(r.chance(0.95) ? PATHS : ['style', 'remove'])}(${argument()}${r.maybe(0.03, () => uboModifier(r, depth + 1))})`;
}

function ubo(r) {
  const pieces = [
    ...r.some(0, 2, uboModifier),
    r.maybe(0.9, () => selectors(r)),
    ...r.some(0, 1, uboModifier),
  ];
  const end = r.one(
    [3, () => `:style(${declarations(r)})`],
    [2, () => ':remove()'],
    [2, () => ''],
    [1, () => `:style(${declarations(r)})${r.pick([' ', '.x', ':remove()', ' a', ', b'])}`],
    [1, () => `:remove(${word(r)})`],
    [1, () => `:style(${r.one(string, () => 'a(b)', () => `url(${url(r)})`, () => ':style(x)')})`],
  );
  return cosmetic(r, ['##', '##', '##', '#@#', '#?#'], pieces.join(r.pick(['', '', ' '])) + end, 0.03);
}

const injection = (r) => cosmetic(r, ['#$#', '#$#', '#@$#', '#$?#', '#@$?#', '##', '#@#', '#?#'], css(r), 0.1);

function scriptletArguments(r) {
  const quote = r.pick(["'", '"']);
  const text = () => r.one([3, word], [1, words], [1, regex], [1, () => `${word(r)}\\${quote}${word(r)}`], [1, () => ''], [1, () => `{"${name(r)}": 1}`], [1, () => `${word(r)}, ${word(r)}`], [1, () => `(${word(r)})`]);
  const one = () => {
    const q = r.chance(0.96) ? quote : r.pick(['"', "'", '']);
    return q + text() + r.maybe(0.97, q);
  };
  return r.some(0, 4, one).join(r.pick([',', ', ', ' , ', ',\t']) + r.maybe(0.03, ' '));
}

function adgScriptlet(r) {
  const call = `//scriptlet${r.maybe(0.04, () => r.pick([' ', 'x', '\t']))}${r.maybe(0.97, '(')}${gap(r)}${scriptletArguments(r)}${gap(r)}${r.maybe(0.97, ')')}${r.maybe(0.03, ';')}`;
  return cosmetic(r, ['#%#', '#%#', '#@%#'], call, 0.1);
}

function uboScriptlet(r) {
  const argument = () => gap(r) + r.one([4, word], [1, regex], [1, words], [1, () => `${word(r)}\\,${word(r)}`], [2, () => quoted(r, r.one(word, () => `${word(r)}, ${word(r)}`))], [1, () => ''], [1, () => `${word(r)}.${r.pick(QUOTES)}${word(r)}`], [1, () => `(${word(r)})`], [1, () => '{"a":1}']) + gap(r);
  const call = `${r.pick(['+js', '+js', '+js', 'script:inject'])}${r.maybe(0.04, () => r.pick([' ', 'x', '\t']))}${r.maybe(0.97, '(')}${r.some(0, 4, argument).join(',')}${r.maybe(0.97, ')')}${r.maybe(0.03, ' x')}`;
  return cosmetic(r, ['##', '##', '#@#'], call, 0.03);
}

function abpSnippet(r) {
  const argument = () => r.one([4, word], [1, regex], [1, () => quoted(r, `${word(r)} ${word(r)}`)], [1, () => quoted(r, `${word(r)};${word(r)}`)], [1, () => `${word(r)}\\ ${word(r)}`], [1, () => `${word(r)}\\;`]);
  const call = () => gap(r) + [r.pick(['log', 'hide-if-contains', 'abort-on-property-read', 'json-prune']), ...r.some(0, 3, argument)].join(r.pick([' ', ' ', '  ', '\t'])) + gap(r);
  return cosmetic(r, ['#$#', '#$#', '#@$#'], r.some(1, 3, call).join(';') + r.maybe(0.2, ';'), 0.05);
}

function html(r) {
  const adguard = () => cosmetic(r, ['$$', '$$', '$@$'], r.one([4, selectors], [1, () => `script[tag-content="${word(r)}${r.maybe(0.3, '""x""')}"][max-length="${r.below(999)}"]`]), 0.15);
  const origin = () => cosmetic(r, ['##', '##', '#@#'], `^${r.one([4, selectors], [1, () => `script:has-text(${rawArgument(r)})`], [1, () => `responseheader(${r.maybe(0.8, () => r.pick(['name', ' x-y ', 'set-cookie', '"a"']))})${r.maybe(0.1, ' x')}`])}`, 0.03);
  return r.one([3, adguard], [2, origin]);
}

function js(r) {
  const code = r.one(
    [2, () => `window.${name(r)} = ${r.pick(['1', 'true', '"x"', 'function(){ return; }'])};`],
    [1, () => `(function() { var ${name(r)} = '${word(r)}'; if (a ${r.pick(['&&', '||', '$$', '##'])} b) { return; } })();`],
    [1, () => `!function(){}(); ${words(r)}`],
    [1, () => `${word(r)}${uboModifier(r)}`],
    [1, word],
  );
  return cosmetic(r, ['#%#', '#%#', '#@%#'], code, 0.1);
}

/** What stands nowhere in the grammar: anything at all. */
const noise = (r) => r.some(0, 12, () => r.one([1, word], [2, () => r.pick(SPECIALS)])).join('');

// Every kind: how often, its maker, and the options that matter to it.
const KINDS = [
  [1, 'blank', (r) => r.some(0, 2, blank).join('')],
  [3, 'comment', comment],
  [3, 'agent', agent],
  [3, 'metadata', metadata],
  [3, 'hint', hint],
  [5, 'preprocessor', preprocessor],
  [5, 'config', config],
  [12, 'network', network],
  [5, 'hosts', hosts],
  [7, 'hiding', hiding],
  [10, 'ubo', ubo],
  [8, 'css', injection],
  [4, 'adg-scriptlet', adgScriptlet],
  [4, 'ubo-scriptlet', uboScriptlet],
  [3, 'abp-snippet', abpSnippet],
  [8, 'html', html],
  [3, 'js', js],
  [2, 'noise', noise],
];

const KIND_OF_WEIGHT = KINDS.flatMap(([weight, ...kind]) => Array(weight).fill(kind));

// Breaking

const SPECIALS = [
  ...',;:()[]{}\'"`\\/$#@~=|!&^*+><-%?._ \t0a',
  '##', '#@#', '#?#', '$$', '$@$', '#%#', '#$#', '@@', '||', '--', '/*', '*/', '<!--', '-->', '[$', '!#', '!+', '\\,', '\\\\', '""',
  ':style(', ':remove()', ':matches-path(', ':matches-media(', ':not(', '+js(', '//scriptlet(', '@media ', 'url(', ':contains(', ':xpath(', '^',
  'é', '字', '😀', '\u00a0', '\u0085', '\u200b', '\u2028', '\u3000', '\0', '\x7f', '\x0b', '\ufeff', '\ufffe', '\ufffd',
];

// Line ends inside a rule happen only to those who hand one over by hand; they stay rare.
const LINE_ENDS = ['\n', '\r', '\f', '\r\n'];

function special(r) {
  return r.chance(0.02) ? r.pick(LINE_ENDS) : r.pick(SPECIALS);
}

/** One to four small accidents, between code points so that none leaves half a character. */
function broken(r, text) {
  const chars = Array.from(text);
  for (let n = r.between(1, r.chance(0.7) ? 1 : 4); n > 0; n -= 1) {
    const at = r.below(chars.length + 1);
    r.one(
      [3, () => chars.splice(at, 1)],
      [2, () => at < chars.length && chars.splice(at, 0, chars[at])],
      [2, () => at > 0 && at < chars.length && ([chars[at - 1], chars[at]] = [chars[at], chars[at - 1]])],
      [5, () => chars.splice(at, 0, special(r))],
      [2, () => chars.splice(at, 1, special(r))],
      [1, () => chars.splice(at, r.between(1, 8))],
      [1, () => chars.splice(at, 0, ...chars.slice(at, at + r.between(1, 8)))],
      [0.3, () => chars.splice(at)],
      [0.5, () => chars.push(special(r))],
      [0.2, () => chars.unshift(special(r))],
    );
  }
  return chars.join('');
}

/** The head of one rule with the tail of another. */
function spliced(r, text) {
  const head = Array.from(text);
  const tail = Array.from(line(r)[1]);
  return [...head.slice(0, r.below(head.length + 1)), ...tail.slice(r.below(tail.length + 1))].join('');
}

/** `[kind, text]` of one rule. */
function line(r) {
  const [kind, make] = r.pick(KIND_OF_WEIGHT);
  return [kind, make(r)];
}

function rule(r) {
  const [kind, text] = line(r);
  const input = r.one([5, text], [4, () => broken(r, text)], [1, () => spliced(r, text)]);
  return { kind, input };
}

function list(r) {
  const ends = r.pick([['\n'], ['\r\n'], ['\r'], ['\n', '\r\n'], ['\n', '\r\n', '\r', '\f'], ['\n', '\n\r', '\r\r\n', '\n\n']]);
  const lines = r.some(0, 8, () => rule(r).input + r.pick(ends));
  return r.maybe(0.1, '\ufeff') + lines.join('') + r.maybe(0.5, () => rule(r).input);
}

function options(r, kind) {
  const options = {};
  if (kind === 'html' ? r.chance(0.7) : r.chance(0.05)) options.parseHtmlFilteringRuleBodies = true;
  if (kind === 'hosts' ? r.chance(0.85) : r.chance(0.1)) options.parseHostRules = true;
  if (r.chance(kind === 'list' ? 0.85 : 0.15)) options.tolerant = true;
  if (r.chance(0.04)) options.parseAbpSpecificRules = false;
  if (r.chance(0.04)) options.parseUboSpecificRules = false;
  // The position of an error cannot be judged in a list whose rules have none.
  if (kind !== 'list' && r.chance(0.02)) options.isLocIncluded = false;
  if (r.chance(0.02)) options.includeRaws = false;
  if (r.chance(0.02)) options.ignoreComments = true;
  return options;
}

/** One question for a parser: `{kind, input, options}` as `bloqr ast serve` reads it, and what it was made as. */
export function request(r) {
  if (r.chance(0.04)) return { made: 'list', kind: 'list', input: list(r), options: options(r, 'list') };
  const { kind, input } = rule(r);
  return { made: kind, kind: 'rule', input, options: options(r, kind) };
}
