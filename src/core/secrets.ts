/**
 * Secrets never leave the input: every line is masked before anything of it is kept. What was found is told by kind; the values
 * themselves are handed on only so that they can be struck out wherever else they stand (`src/redact`).
 */
import type { SecretBody } from './fact.ts';

/** No character of it means anything to a shell, to SQL or to Markdown. */
export const MASK = '[redacted]';

type SecretKind = SecretBody['what'];

export interface Masked {
  readonly text: string;
  readonly found: readonly SecretKind[];
  /** The values that were masked. Never to be shown. */
  readonly literals: readonly string[];
}

interface Rule {
  readonly what: SecretKind;
  /** Group `value` is the secret. */
  readonly pattern: RegExp;
}

/** The value of an assignment: masked already, quoted (doubled inside another quotation), or up to the next blank or quote. */
const WORD = String.raw`(?:\[redacted\]|''(?:[^']+)''|'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.)*"|[^\s'"]+)`;

const RULES: readonly Rule[] = [
  // conninfo, environment and YAML: password=…, PGPASSWORD=…, POSTGRES_PASSWORD: …, "secret_key": "…"
  {
    what: 'encoded-password',
    pattern: new RegExp(String.raw`\bdb_password\s*=\s*(?<value>${WORD})`, 'gi'),
  },
  {
    what: 'password',
    pattern: new RegExp(
      String.raw`\b(?!NOPASSWD:)[\w.-]*?(?:password|passwd|passphrase|cipher[-_]pass)["']?\s*(?:=|:(?!:)|：)\s*(?<value>${WORD})`,
      'gi',
    ),
  },
  {
    what: 'token',
    pattern: new RegExp(
      String.raw`\b[\w.-]*(?:secret(?:[-_]?(?:access)?[-_]?key)?|key[-_]secret|api[-_]?key|access[-_]token|auth[-_]token|security[-_]token)["']?\s*[=:]\s*(?<value>${WORD})`,
      'gi',
    ),
  },
  { what: 'token', pattern: /\b(?:X-Amz-Signature|X-Amz-Credential|sig)=(?<value>[\w%/+=-]{16,})/g },
  { what: 'token', pattern: /\bauthorization:\s*(?:bearer|basic)\s+(?<value>\S+)/gi },
  { what: 'token', pattern: /\b(?<value>AKIA[0-9A-Z]{16}|gh[pousr]_\w{30,}|glpat-[\w-]{20,}|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,})\b/g },
  // postgresql://user:password@host
  { what: 'password', pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@'"]*:(?<value>[^\s/@'"]+)@/gi },
  // ALTER ROLE x PASSWORD '…'
  { what: 'password', pattern: /\b(?:encrypted\s+|unencrypted\s+)?password\s+(?<value>'(?:[^']|'')+')/gi },
  // ksql -W secret (KingbaseES takes the password there), sys_encpwd … -W secret, sshpass -p secret
  { what: 'password', pattern: /\b(?:ksql|sys_encpwd|sys_dump|sys_restore|kbbench)\b[^|;\n]*?\s-W\s+(?<value>[^\s-]\S*)/g },
  { what: 'password', pattern: /\bsshpass\s+-p\s*(?<value>'[^']*'|"[^"]*"|\S+)/g },
  { what: 'password', pattern: /(?:口令|密码)\s*(?:为|是|=|:|：)\s*(?<value>[A-Za-z0-9!-/;-@[-`{-~]{4,})/g },
  { what: 'hash', pattern: /(?<value>SCRAM-SHA-256\$\d+:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+)/g },
  { what: 'hash', pattern: /(?<![\w$])(?<value>md5[0-9a-f]{32})\b/g },
  // ~/.pgpass, ~/.kbpass, ~/.encpwd: host:port:database:user:password, the last of them encoded
  { what: 'encoded-password', pattern: /^[^\s:]+:(?:\d{2,5}|\*):[^\s:]+:[^\s:]+:(?<value>[A-Za-z0-9+/]{6,}={1,2})$/g },
  { what: 'password', pattern: /^(?:[^\s:\\]|\\:|\\\\)+:(?:\d{2,5}|\*):(?:[^\s:\\]|\\:|\\\\)+:(?:[^\s:\\]|\\:|\\\\)+:(?<value>\S+)$/g },
];

/** A line without any of these holds no secret that a rule knows: most lines of most bundles. */
const WORTH_A_LOOK =
  /passw|passphrase|cipher[-_]pass|sshpass|secret|(?:access|auth|security)[-_]token|api[-_]?key|scram-sha-256\$|\bmd5[0-9a-f]{32}|:\/\/[^\s/]*@|akia|gh[pousr]_|glpat-|eyj|-w\s|x-amz|sig=|authorization|口令|密码|:(?:\d{2,5}|\*):\S+:\S/i;

/** What stands where a password would and is none: masks, variables, values of settings, words of a sentence. */
const NO_SECRET =
  /^(?:['"]?(?:<[^>]*>|\[[^\]]*\]|\{\{.*|[^\s'"]*\*{3,}|\*+|x{3,}|X{3,}|\.{3,}|…+|\$\{?\w*\}?.*|%\w|none|null|nil|true|false|yes|no|on|off|prompt|required|authentication|file|for|is|was|must|not|the|and|or|in|of|to)['"]?|['"]{2}|['"])$/i;

/** Masks the secrets of one line. */
export function maskSecrets(text: string): Masked {
  if (!WORTH_A_LOOK.test(text)) return { text, found: [], literals: [] };
  const found: SecretKind[] = [];
  const literals: string[] = [];
  let masked = text;
  for (const { what, pattern } of RULES) {
    masked = masked.replace(pattern, (...args) => {
      const whole = String(args[0]);
      const groups = args.at(-1) as { readonly value: string };
      const { value } = groups;
      if (value === MASK || NO_SECRET.test(value)) return whole;
      found.push(what);
      const quote = /^(?:''|'|")/.exec(value)?.[0] ?? '';
      literals.push(quote === '' ? value.replace(/[,;)\]}]+$/, '') : value.slice(quote.length, -quote.length));
      const at = whole.lastIndexOf(value);
      return `${whole.slice(0, at)}${quote}${MASK}${quote}${whole.slice(at + value.length)}`;
    });
  }
  return { text: masked, found, literals };
}

/** Lines of a private key: the first says that one begins, the last that it ends; what lies between is never kept. */
export const KEY_BEGINS = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
export const KEY_ENDS = /-----END [A-Z ]*PRIVATE KEY-----/;
