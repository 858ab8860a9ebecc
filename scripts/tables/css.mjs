#!/usr/bin/env node
// Brings the properties of CSS, with what they take, into the tables: from the installed packages @webref/css (the
// specifications) and css-tree (MDN's data, corrected). What one of them allows is allowed.

import { createRequire } from 'node:module';
import { join } from 'node:path';

import { calledWith, replaceRows } from './table.mjs';

const { folder, date } = calledWith();
const require = createRequire(join(folder, 'x'));
const specified = require('@webref/css/css.json');
const { definitionSyntax, lexer } = require('css-tree');
const versionOf = (name) => require(`${name}/package.json`).version;

/** The kinds of words that are recognised by their form. */
const KINDS = ['angle', 'color', 'flex', 'frequency', 'length', 'number', 'percentage', 'resolution', 'time'];
const SAME = { integer: 'number', zero: 'number', 'named-color': 'color', 'hex-color': 'color', 'system-color': 'color' };
/** Types that any word fits, or nothing that this table could say. */
const ANY = /ident|^(dimension|any-value|declaration-value|attr-|hash-token|urange|id$)|custom|name$/;
/** Types of which a word is a string, a function or a URL: these are not judged. */
const NO_WORD = ['string', 'url', 'src', 'url-set', '-ms-filter-function-list'];

const parsed = (list) => new Map(list.filter((it) => it.syntax).map((it) => [it.name, definitionSyntax.parse(it.syntax)]));
const bySpecification = {
  properties: parsed(specified.properties),
  types: parsed([...specified.types, ...specified.functions]),
};
const synthetic = (from) => new Map(Object.entries(from).flatMap(([name, it]) => (it.syntax ? [[name, it.syntax]] : [])));
const byMdn = { properties: synthetic(lexer.properties), types: synthetic(lexer.types) };

const nothing = () => ({ most: 0, kinds: new Set(), words: new Set(), isOpen: false });
const anything = () => ({ ...nothing(), most: Infinity, isOpen: true });

/** What a node of a grammar allows: how many words, of which kinds, and which words. */
function takes(node, source, path = []) {
  const all = nothing();
  const add = (it, join) => {
    all.most = join(all.most, it.most);
    it.kinds.forEach((kind) => all.kinds.add(kind));
    it.words.forEach((word) => all.words.add(word));
    all.isOpen ||= it.isOpen;
  };
  switch (node.type) {
    case 'Keyword':
      return { ...nothing(), most: 1, words: new Set([node.name.toLowerCase()]) };
    case 'Multiplier': {
      const inner = takes(node.term, source, path);
      const most = node.comma || node.max === 0 ? Infinity : inner.most * node.max;
      return { ...inner, most: inner.most === 0 ? 0 : most };
    }
    case 'Group': {
      const join = node.combinator === '|' ? Math.max : (a, b) => a + b;
      let depth = 0;
      for (const term of node.terms) {
        if (term.type === 'Function') {
          if (depth === 0) add({ ...nothing(), most: 1 }, join);
          depth += 1;
        } else if (term.type === 'Token' && term.value === ')') depth = Math.max(0, depth - 1);
        else if (depth === 0) add(takes(term, source, path), join);
      }
      return all;
    }
    case 'Comma':
    case 'Token':
      return { ...nothing(), most: Infinity };
    case 'Property':
    case 'Type': {
      const name = SAME[node.name] ?? node.name;
      if (name.endsWith('()') || NO_WORD.includes(name)) return { ...nothing(), most: 1 };
      if (node.type === 'Type' && KINDS.includes(name)) return { ...nothing(), most: 1, kinds: new Set([name]) };
      const known = source[node.type === 'Type' ? 'types' : 'properties'].get(name);
      if (known && !path.includes(name)) return takes(known, source, [...path, name]);
      return ANY.test(name) ? { ...anything(), most: 1 } : anything();
    }
    case 'String':
      return { ...nothing(), most: 1 };
    default:
      return anything();
  }
}

/** The cell of a property: how many words at most, kinds in `<>`, words; `*` for any word; `-` for anything. */
function cell(name) {
  const all = [bySpecification, byMdn].flatMap((it) =>
    it.properties.has(name) ? [takes(it.properties.get(name), it)] : [],
  );
  const most = Math.max(...all.map((it) => it.most));
  const count = most === Infinity || most === 0 ? [] : [String(most)];
  if (all.length === 0 || most === 0 || all.some((it) => it.isOpen)) return count.length > 0 ? `${count} *` : '-';
  const kinds = new Set(all.flatMap((it) => [...it.kinds]));
  const words = new Set(all.flatMap((it) => [...it.words]).filter((it) => /^[a-z0-9]/.test(it)));
  if (kinds.size + words.size === 0) return count.length > 0 ? `${count} *` : '-';
  return [...count, ...[...kinds].sort().map((it) => `<${it}>`), ...[...words].sort()].join(' ');
}

/** How many words a node of a grammar stands for, at least and at most. A function is one word. */
function counts(node, source, path = []) {
  const none = [0, 0];
  const sum = (all, it) => [all[0] + it[0], all[1] + it[1]];
  const either = (all, it) => (all ? [Math.min(all[0], it[0]), Math.max(all[1], it[1])] : it);
  switch (node.type) {
    case 'Multiplier': {
      const [least, most] = counts(node.term, source, path);
      return [least * node.min, most === 0 ? 0 : node.max === 0 ? Infinity : most * node.max];
    }
    case 'Group': {
      // A color that is made from another one has words of its own.
      if (node.terms.some((it) => it.type === 'Keyword' && it.name === 'from')) return none;
      const all = [];
      let depth = 0;
      for (const term of node.terms) {
        if (term.type === 'Function') {
          if (depth === 0) all.push([1, 1]);
          depth += 1;
        } else if (term.type === 'Token' && term.value === ')') depth -= 1;
        else if (depth === 0) all.push(counts(term, source, path));
      }
      if (node.combinator === '|') return all.reduce(either, undefined) ?? none;
      const most = all.reduce(sum, none)[1];
      return node.combinator === '||' ? [all.reduce(either, undefined)[0], most] : all.reduce(sum, none);
    }
    case 'Comma':
    case 'Token':
      return none;
    case 'Type': {
      const known = source.types.get(node.name);
      if (!known || node.name.endsWith('()') || KINDS.includes(node.name)) return [1, 1];
      return path.includes(node.name) ? [0, Infinity] : counts(known, source, [...path, node.name]);
    }
    default:
      return [1, 1];
  }
}

/** How many words a function takes by a source: at least and at most, for each form of it. */
function argumentsOf(name, source) {
  const formsOf = (node) => {
    if (node.type === 'Type' && source.types.has(node.name)) return formsOf(source.types.get(node.name));
    if (node.combinator === '|') return node.terms.flatMap(formsOf);
    const isCall = node.terms?.[0].type === 'Function' && node.terms.at(-1).value === ')';
    if (!isCall) return [[0, Infinity]];
    return [counts({ type: 'Group', combinator: ' ', terms: node.terms.slice(1, -1) }, source)];
  };
  return source.types.has(name) ? formsOf(source.types.get(name)) : [];
}

/** The cell of a function: `3-4` words; nothing when there is no limit. */
function arity(name) {
  const all = [bySpecification, byMdn].flatMap((it) => argumentsOf(name, it));
  const [least, most] = [Math.min(...all.map((it) => it[0])), Math.max(...all.map((it) => it[1]))];
  return most === Infinity || all.length === 0 ? undefined : `${least}-${most}`;
}

/** The functions that a type can be. */
function functionsOf(name) {
  const found = [];
  const look = (node) => {
    if (node.type === 'Type' && node.name.endsWith('()')) found.push(node.name);
    else if (node.type === 'Type') functionsOf(node.name).forEach((it) => found.push(it));
    (node.terms ?? []).forEach(look);
  };
  const known = byMdn.types.get(name);
  if (known) look(known);
  return found;
}

// Every browser takes names with a prefix from some years; they count as known anyway.
const isPlain = (name) => /^[a-z]/.test(name);
const row = (role, value) => (name) => ({ name, engines: 'any', role, value, since: '-' });
const properties = new Set(specified.properties.map((it) => it.name).filter(isPlain));
const ofMdn = Object.keys(lexer.properties).filter((it) => isPlain(it) && !properties.has(it));
const source = { id: 'css', product: '@webref/css', version: versionOf('@webref/css'), date, files: 'css.json' };
const mdn = { id: 'mdn', product: 'css-tree', version: versionOf('css-tree'), date, files: 'lexer' };
replaceRows('properties', source, [...properties].map((it) => row('property', cell(it))(it)));
replaceRows('properties', mdn, ofMdn.map((it) => row('property', cell(it))(it)));

const colors = ['named-color', 'system-color', 'deprecated-system-color'].flatMap((name) => [
  ...takes(lexer.types[name]?.syntax ?? { type: 'String' }, byMdn).words,
]);
const functions = ['color', 'transform-function', 'filter-function', 'easing-function']
  .flatMap(functionsOf)
  .filter(arity)
  .map((it) => row('function', arity(it))(it.toLowerCase().slice(0, -2)));
const units = Object.entries(lexer.units).flatMap(([kind, names]) => names.map((it) => row('unit', kind)(it)));
replaceRows('css_values', mdn, [
  ...[...new Set([...colors, 'currentcolor', 'transparent'])].map(row('color', '-')),
  ...lexer.cssWideKeywords.map(row('every-property', '-')),
  ...functions,
  ...units.filter((it) => KINDS.includes(it.value)),
]);
