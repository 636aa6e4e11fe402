import { remembered } from '../../src/core/remembered.ts';
import type { Conninfo } from '../../src/core/shell.ts';
import { guarded } from '../kit/starts.ts';
import { KeywordParser, type Pair, type Uri, UriParser } from './parser.ts';
import { keywordLexer, uriLexer } from './tokens.ts';

let keywords: KeywordParser | null = null;
let uris: UriParser | null = null;

/**
 * Reads a connection string as libpq does: keyword/value with quotes and backslashes, or a URI (postgresql, postgres, kingbase).
 * Of a URI, several hosts and ports become comma lists as in keyword form. Never throws: `error` says what libpq would refuse,
 * and the pairs that could be read stay in `values`. The last of two equal keywords counts.
 */
export const parseConninfo = remembered(
  (text): Conninfo => (/^\s*(?:postgres(?:ql)?|kingbase(?:es)?8?):\/\//.test(text) ? fromUri(text.trim()) : fromKeywords(text)),
);

function fromKeywords(text: string): Conninfo {
  keywords ??= new KeywordParser();
  keywords.input = keywordLexer.tokenize(text).tokens;
  const pairs = keywords.pairs().flatMap(withoutSwallowed);
  const values: Record<string, string> = {};
  let error: string | null = null;
  for (const pair of pairs) {
    if (pair.name === '') error ??= 'a value without a keyword';
    else if (pair.value === null) error ??= `missing "=" after "${pair.name}"`;
    else set(values, pair.name, pair.value);
    if (pair.openQuote) error ??= `unterminated quoted string in the value of "${pair.name}"`;
  }
  return { form: 'keywords', values, error };
}

/** Keywords that may follow an empty value. */
const SWALLOWED = guarded(
  /^(?:host|hostaddr|port|dbname|user|password|passfile|connect_timeout|sslmode|application_name|options|replication|keepalives\w*|target_session_attrs)=/,
);

/**
 * `password= host=10.0.0.1`: libpq takes `host=10.0.0.1` for the password. In a bundle it is a password that somebody blanked out,
 * so the second pair is read as one of its own.
 */
function withoutSwallowed(pair: Pair): Pair[] {
  if (pair.value === null || !SWALLOWED.test(pair.value)) return [pair];
  const at = pair.value.indexOf('=');
  return [
    { name: pair.name, value: '', openQuote: false },
    { name: pair.value.slice(0, at), value: pair.value.slice(at + 1), openQuote: pair.openQuote },
  ];
}

function fromUri(text: string): Conninfo {
  uris ??= new UriParser();
  uris.input = uriLexer.tokenize(text).tokens;
  // Undefined where the parser gave up: its declared type knows no failure.
  const uri: Uri | undefined = uris.uri();
  const refused = uris.errors[0]?.message ?? null;
  const values: Record<string, string> = {};
  if (uri === undefined) return { form: 'uri', values, error: refused ?? 'no URI' };
  let error = refused;
  const take = (name: string, encoded: string): void => {
    const value = decoded(encoded);
    if (value === null) error ??= `invalid percent-encoding in the value of "${name}"`;
    set(values, name, value ?? encoded);
  };
  if (uri.userInfo !== null) {
    const info = uri.userInfo.slice(0, -1);
    const colon = info.indexOf(':');
    take('user', colon < 0 ? info : info.slice(0, colon));
    if (colon >= 0) take('password', info.slice(colon + 1));
  }
  if (uri.hosts.some(({ host }) => host !== '')) take('host', uri.hosts.map(({ host }) => host).join(','));
  if (uri.hosts.some(({ port }) => port !== '')) take('port', uri.hosts.map(({ port }) => port).join(','));
  if (uri.dbname !== null && uri.dbname !== '') take('dbname', uri.dbname);
  for (const { name, value } of uri.params) {
    if (value === null) error ??= `missing "=" after "${name}"`;
    // JDBC's spelling, which libpq takes for compatibility.
    else if (name === 'ssl' && value === 'true') take('sslmode', 'require');
    else take(name, value);
  }
  return { form: 'uri', values, error };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** `__proto__=x` is a value like any other. */
function set(values: Record<string, string>, name: string, value: string): void {
  Object.defineProperty(values, name, { value, enumerable: true, configurable: true, writable: true });
}
