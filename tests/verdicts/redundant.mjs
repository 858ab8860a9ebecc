// Proves `redundant-rule`: removes what it names from a list, and compares what two engines do with
// requests and pages before and after.
//
//     node redundant.mjs --bloqr ../../target/release/bloqr --brave brave/target/release/effects LIST…
//
// A third of the requests match rules that were removed, a third the wider rules, and a third any
// rules of the list. Ends with 1 when an answer is different.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { StaticNetFilteringEngine } from '@gorhill/ubo-core';

const { values: options, positionals: lists } = parseArgs({
    allowPositionals: true,
    options: {
        bloqr: { type: 'string' },
        brave: { type: 'string' },
        requests: { type: 'string', default: '10000' },
        pages: { type: 'string', default: '2000' },
        seed: { type: 'string', default: '1' },
        target: { type: 'string' },
    },
});

let state = Number(options.seed) >>> 0;
const random = limit => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor(state / 4294967296 * limit);
};
const choose = all => all[random(all.length)];

const TYPES = [
    'script', 'image', 'stylesheet', 'xmlhttprequest', 'subdocument', 'document', 'font', 'media',
    'object', 'ping', 'websocket', 'other',
];
const ALIASES = {
    css: 'stylesheet', xhr: 'xmlhttprequest', frame: 'subdocument', doc: 'document', beacon: 'ping',
};
// The names of types that uBlock Origin reads.
const UBO_TYPES = { document: 'main_frame', subdocument: 'sub_frame', ping: 'beacon' };

const isCosmetic = line => /#@?[$?%]*#|\$@?\$(?=[a-z])/.test(line);

// The line of every redundant rule, and that of its wider rule, from 0.
function redundant(list) {
    const target = options.target ? ['--target', options.target] : [];
    const args = ['validate', '--select', 'redundant-rule', '--format', 'json', ...target, list];
    const { stdout, stderr } = spawnSync(options.bloqr, args, { maxBuffer: 2 ** 31 });
    const text = stdout.toString();
    if (!text) throw new Error(stderr.toString());
    const report = JSON.parse(text);
    // The report also has the lists that it includes.
    const files = report.files.filter(it => it.name === list);
    const found = files.flatMap(it => [...it.errors, ...it.warnings, ...it.infos]);
    const own = found.filter(it => it.errorType === 'redundant-rule' && !it.labels[0].file);
    return own.map(it => [it.line - 1, it.labels[0].line - 1]);
}

// A request that a network rule or a hosts line is likely to match.
function request(line, others) {
    const host = /^(?:0\.0\.0\.0|127\.0\.0\.1|::1?)?\s*([\w.-]+)(?:\s.*)?$/.exec(line);
    let [pattern, modifiers] = [line.replace(/^@@/, ''), ''];
    const dollar = pattern.lastIndexOf('$');
    if (dollar > 0 && /^[~\w-]+[=,]|^[~\w-]+$/.test(pattern.slice(dollar + 1))) {
        [pattern, modifiers] = [pattern.slice(0, dollar), pattern.slice(dollar + 1)];
    }
    if (host && !pattern.includes('/')) pattern = `||${host[1]}^`;
    const filler = choose(['', 'x', 'a/b', 'banner', '1']);
    let url = pattern.replace(/^\|\|/, `https://${choose(['', '', 'x.', 'www.'])}`)
        .replace(/^\|/, '').replace(/\|$/, '')
        .replace(/\*/g, filler).replace(/\^$/, choose(['/', '/x.js', '/?a=1'])).replace(/\^/g, '/');
    if (/^\/.*\/$/.test(pattern)) url = `https://r.example${pattern.replace(/\\/g, '')}`;
    if (!/^[a-z]+:\/\//.test(url)) {
        url = `https://${choose(['p.example', 'a.b.example'])}${url.startsWith('/') ? '' : '/'}${url}`;
    }
    url += choose(['', '', 'x', '/y.js', '?z=1']);
    const domains = /(?:^|,)(?:domain|from)=([^,]+)/.exec(modifiers)?.[1].split('|') ?? [];
    const named = domains.map(it => it.replace(/^~/, '').replace(/\.\*$/, '.com'));
    const sites = [...named, ...named.map(it => `sub.${it}`), choose(others), 'other.example'];
    const types = modifiers.split(',').map(it => it.replace(/^~/, ''))
        .map(it => ALIASES[it] ?? it).filter(it => TYPES.includes(it));
    let source = `https://${choose(sites)}/`;
    try {
        if (random(5) === 0) source = `https://${new URL(url).hostname}/`;
        new URL(source);
        url = new URL(url).href;
    } catch {
        return undefined;
    }
    return { url, source, type: random(2) && types.length ? choose(types) : choose(TYPES) };
}

// The classes and ids in a selector.
const namesOf = body => [...body.matchAll(/[.#]([\w-]+)/g)].map(it => it[1]);

// A page on which a cosmetic rule does something, with elements that have these classes and ids.
function page(line, others, elements) {
    const [, domains, , body] = /^(?:\[\$[^\]]*\])?([^#$]*)(#@?[$?%]*#|\$@?\$)(.*)$/.exec(line) ?? [];
    if (body === undefined) return undefined;
    const named = domains.split(',').filter(Boolean).map(it => it.replace(/^~/, '').replace(/\.\*$/, '.com'));
    const host = `${choose(['', '', 'www.', 'x.y.'])}${choose(named.length ? named : others)}`;
    const names = [...new Set([...namesOf(body), ...elements])];
    try {
        return { page: new URL(`https://${host}/`).href, names };
    } catch {
        return undefined;
    }
}

async function ubo(text, questions) {
    ubo.engine ??= await StaticNetFilteringEngine.create();
    await ubo.engine.useLists([{ raw: text }]);
    return questions.map(it => {
        if (it.page) return '';
        const details = { originURL: it.source, url: it.url, type: UBO_TYPES[it.type] ?? it.type };
        const verdict = ubo.engine.matchRequest(details);
        const values = [];
        for (const name of ['csp', 'permissions', 'redirect-rule']) {
            const found = ubo.engine.matchAndFetchModifiers(details, name) ?? [];
            const value = it => `${name} ${it.result} ${it.value}`;
            values.push(...new Set(found.map(value)));
        }
        const query = it.url.includes('?') ? ubo.engine.filterQuery(details)?.redirectURL : '';
        return JSON.stringify([verdict, values.sort(), query ?? '']);
    });
}

function brave(text, questions) {
    const file = join(mkdtempSync(join(tmpdir(), 'redundant-')), 'list.txt');
    writeFileSync(file, text);
    const input = questions.map(it => JSON.stringify(it)).join('\n');
    const out = execFileSync(options.brave, [file], { input, maxBuffer: 2 ** 31 });
    return out.toString().split('\n').slice(0, questions.length);
}

let different = 0;
for (const list of lists) {
    const lines = readFileSync(list, 'utf8').split(/\r\n|\n|\r/);
    const text = lines.join('\n');
    const pairs = redundant(list);
    const gone = new Set(pairs.map(it => it[0]));
    const after = lines.filter((_, n) => !gone.has(n)).join('\n');
    const rules = lines.filter(it => it && !/^[![]|^#(?![#@$?%])/.test(it));
    const others = rules.map(it => /^\|\|([\w.-]+)\^/.exec(it)?.[1] ?? /^([\w.-]+\.\w+)#/.exec(it)?.[1])
        .filter(Boolean);
    if (!others.length) others.push('some.example');
    const sets = [0, 1].map(n => pairs.map(it => lines[it[n]])).concat([rules]);
    const questions = [];
    const [requests, pages] = [Number(options.requests), Number(options.pages)];
    const network = sets.map(all => all.filter(it => !isCosmetic(it))).filter(it => it.length);
    const cosmetic = sets.map(all => all.filter(isCosmetic)).filter(it => it.length);
    // Brave names a selector for a site always, and one for all sites only if the page has such an
    // element. So each page has all elements that a removed rule is about.
    const elements = sets[0].filter(isCosmetic).flatMap(it => namesOf(it.replace(/^.*?##/, '')));
    const ask = (from, make, most) => {
        for (let tries = 0, made = 0; from.length && made < most && tries < 4 * most; tries++) {
            const question = make(choose(choose(from)), others, elements);
            if (question) {
                questions.push(question);
                made++;
            }
        }
    };
    ask(network, request, requests);
    ask(cosmetic, page, pages);
    const engines = { uBO: ubo, Brave: brave };
    for (const [name, engine] of Object.entries(engines)) {
        if (name === 'Brave' && !options.brave) continue;
        const [old, now] = [await engine(text, questions), await engine(after, questions)];
        const wrong = questions.map((it, n) => [it, old[n], now[n]]).filter(it => it[1] !== it[2]);
        different += wrong.length;
        const NOTHING = ['', '[0,[],""]', '[false,false,false,null,null,null]', '[[],[],[]]', '"no request"'];
        const active = old.filter(it => !NOTHING.includes(it)).length;
        console.log(`${list}: ${name}: ${gone.size} rules removed, ${questions.length} questions ` +
            `(${active} with an effect), ${wrong.length} differences`);
        for (const it of wrong.slice(0, 10)) console.log(' ', ...it.map(it => typeof it === 'string' ? it : JSON.stringify(it)));
    }
}
process.exitCode = different ? 1 : 0;
