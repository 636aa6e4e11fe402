// Which share of repmgr's own messages the catalogue recognises.
//   node scripts/catalogue-coverage.mjs CHECKOUT-OF-REPMGR [--all] [--list] [--events]
// Reads log_error/log_warning/log_notice (with --all also info, detail, hint) out of the C sources, with what is put together before it
// is logged (items of lists, details of events), puts sample values in place of the placeholders and asks the catalogue. Nothing of
// repmgr's source is kept.
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const [checkout, ...flags] = process.argv.slice(2);
if (checkout === undefined) {
  console.error('usage: catalogue-coverage.mjs CHECKOUT-OF-REPMGR [--all] [--list] [--events]');
  process.exit(2);
}
const levels = flags.includes('--all') ? 'error|warning|notice|info|detail|hint' : 'error|warning|notice';

/** C string literals joined as the compiler joins them; comments are gone before. */
function messages(source) {
  const text = source.replace(/\/\*[\s\S]*?\*\//g, '');
  const found = [];
  const call = new RegExp(
    `\\b(?:log_(${levels})|item_list_append_format|item_list_append|appendPQExpBuffer(?:Str)?)\\((?:\\s*&?(?:cli_errors|cli_warnings|event_details|details|msg|error_list|warning_list|item_list|&?warnings|errors)(?:->data)?,)?\\s*_?\\(?(?=")`,
    'g',
  );
  for (const match of text.matchAll(call)) {
    if (match[1] === undefined && !/,\s*_?\(?$/.test(match[0])) continue;
    let rest = text.slice(match.index + match[0].length);
    let joined = '';
    let literal = /^\s*"((?:[^"\\]|\\.)*)"/.exec(rest);
    while (literal !== null) {
      joined += literal[1];
      rest = rest.slice(literal[0].length);
      literal = /^\s*"((?:[^"\\]|\\.)*)"/.exec(rest);
    }
    if (joined !== '')
      found.push({ level: match[1] ?? 'built', format: joined.replace(/\\"/g, '"').replace(/\\n/g, ' ').replace(/\\\\/g, '\\') });
  }
  return found;
}

/** What a `%s` may stand for: some are words of a closed set. */
const WORDS = ['abc', 'start', 'create', 'standby', 'paused', 'repmgrd', '5.3.3', "'x'"];

/** Every placeholder gets a value of its kind. */
const rendered = (format, word = WORDS[0]) =>
  format
    .replace(/%X\/%X/g, '0/3000148')
    .replace(/%0?\d*l?l?[dui]/g, '2')
    .replace(/%(?:lu|zu|c)/g, '2')
    .replace(/%0?\d*l?X/g, 'A')
    .replace(/%%/g, '%')
    .replace(/%s/g, word);

const all = readdirSync(checkout)
  .filter((name) => name.endsWith('.c'))
  .flatMap((file) => messages(readFileSync(join(checkout, file), 'utf8')).map((message) => ({ file, ...message })));

if (flags.includes('--list')) {
  for (const { file, level, format } of all) console.log(`${file}\t${level}\t${format}`);
  process.exit(0);
}

const out = join(mkdtempSync(join(tmpdir(), 'catalogue-')), 'catalogue.mjs');
await build({ entryPoints: ['grammars/repmgr-messages/catalogue/index.ts'], bundle: true, outfile: out, format: 'esm' });
const { recognise } = await import(out);
const seen = new Set();
const share = new Map();
const missed = [];
for (const { file, level, format } of all) {
  // its text is made elsewhere
  if (!/[A-Za-z]{2}/.test(format.replace(/%\w/g, ''))) continue;
  const text = rendered(format);
  if (seen.has(`${level} ${text}`)) continue;
  seen.add(`${level} ${text}`);
  const entry = share.get(level) ?? { known: 0, total: 0 };
  entry.total++;
  const found = WORDS.map((word) => recognise(rendered(format, word))).find((one) => one !== null) ?? null;
  if (found !== null) entry.known++;
  if (found !== null && flags.includes('--events'))
    console.log(`${found.event.padEnd(36)} ${level.padEnd(8)} ${text}  ${JSON.stringify(found.values)}`);
  if (found === null) missed.push(`${level.padEnd(8)} ${file.padEnd(26)} ${text}`);
  share.set(level, entry);
}
for (const line of missed) console.log(line);
for (const [level, { known, total }] of share) console.log(`${level}: ${known} of ${total} (${Math.round((100 * known) / total)} %)`);
