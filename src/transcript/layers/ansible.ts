import { guarded } from '../../../grammars/kit/starts.ts';
import { parsePrompt } from '../../../grammars/prompt/index.ts';
import type { Item, Origin } from './item.ts';
import { frame, inside, several } from './item.ts';
import { Layer } from './layer.ts';

/** `fatal: [pg3 -> pg1(10.2.0.4)]: FAILED! => {…}`, `changed: [pg2] => (item=x) => {`, `ok: [pg1]`. */
const RESULT = guarded(
  /^(?:fatal|failed|ok|changed|skipping|unreachable): \[([^\]\s]+)(?: -> ([^\](\s]+)(?:\([^)]*\))?)?\](?:: [A-Z]+!)?(?: \(item=.*?\))?(?: =>)?(?: \(item=.*?\) =>)?\s*(\{.*)?$/,
);
/** `pg1 | CHANGED | rc=0 >>` of ad-hoc calls; what the command printed follows as it is. */
const AD_HOC = guarded(
  /^([\w.-]+) \| (?:CHANGED|SUCCESS|FAILED!?|UNREACHABLE!?)(?: \| rc=-?\d+)?(?: \(std(?:out|err)\))? (?:>>|=> (\{.*))$/,
);
const HEADING = guarded(/^(?:PLAY|TASK|RUNNING HANDLER)(?: \[.*\])? \*{3,}|^PLAY RECAP \*{3,}/);
const RECAP = /^[\w.-]+\s+: ok=\d+ +changed=\d+/;
/** A member of a printed object: `    "stdout": "text",`, `    "stdout_lines": [`, of a debug task `    "arch.stdout": "text"`. */
const MEMBER = /^\s+"(?:[\w-]+\.)*([\w ]+)": (.*?),?\s*$/;
const ELEMENT = /^\s+("(?:[^"\\]|\\.)*"),?\s*$/;

/** What modules print, in the order in which it happened. */
const OUTPUTS = ['cmd', 'stdout', 'stderr', 'module_stdout', 'module_stderr', 'msg'] as const;
/** A message of Ansible's own that only says that there was an error. */
const NO_MESSAGE = guarded(/^(?:non-zero return code|MODULE FAILURE|All items completed)/);

/** Results of Ansible: commands and what they printed, escaped as JSON, on one line or on many. */
export class Ansible extends Layer {
  #origin: Origin | null = null;
  /** Inside an object that is printed over lines: which list, and what was given already. */
  #object: { list: string | null; given: Set<string> } | null = null;
  /** Behind the head of an ad-hoc call. */
  #raw = false;

  constructor() {
    super(0);
  }

  override get idle(): boolean {
    return this.#object === null && !this.#raw;
  }

  protected override maybe(text: string): boolean {
    if (this.#object !== null || this.#raw) return true;
    const code = text.charCodeAt(0);
    return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39);
  }

  protected override unwrap(item: Item): readonly Item[] {
    const { text } = item;
    if (this.#object !== null) return this.#inObject(item, this.#object);
    const result = RESULT.exec(text);
    if (result !== null) return this.#result(item, result[2] ?? result[1] ?? '', result[3]);
    const call = AD_HOC.exec(text);
    if (call !== null) {
      this.#raw = call[2] === undefined;
      return this.#result(item, call[1] ?? '', call[2]);
    }
    if (HEADING.test(text) || RECAP.test(text)) {
      this.#raw = false;
      return [frame(item, 'prose')];
    }
    if (!this.#raw) return [item];
    // the person's own prompt ends what the call printed
    this.#raw = (parsePrompt(text)?.host ?? null) === null;
    return [this.#raw ? { ...item, origin: this.#origin } : item];
  }

  #result(item: Item, host: string, json: string | undefined): readonly Item[] {
    this.#origin = { key: `ansible ${host}`, host, file: null };
    if (json === undefined) return [frame(item, 'prose')];
    const values = objectIn(json);
    if (values !== null) return this.#outputs(item, values);
    // the object goes on over lines, or it was cut: then the line stays what it is
    if (!/^\{\s*$/.test(json)) return [item];
    this.#object = { list: null, given: new Set() };
    return [frame(item)];
  }

  #outputs(item: Item, values: Readonly<Record<string, unknown>>): readonly Item[] {
    const origin = this.#origin;
    const parts: Item[] = [];
    for (const name of OUTPUTS) {
      const value = values[name] ?? Object.entries(values).find(([key]) => key.endsWith(`.${name}`))?.[1];
      const printed = typeof value === 'string' ? value : Array.isArray(value) ? value.join(' ') : '';
      if (printed.trim() === '' || NO_MESSAGE.test(printed)) continue;
      const nested = objectIn(printed);
      if (name === 'cmd') parts.push(typedIn(item, printed, origin));
      else if (nested !== null && OUTPUTS.some((output) => output in nested))
        parts.push(...this.#outputs(item, nested).filter((part) => part.reading === null));
      else parts.push(...several(item, linesOf(printed), { origin }));
    }
    return [...parts, frame({ ...item, shared: parts.length > 0 })];
  }

  #inObject(item: Item, object: { list: string | null; given: Set<string> }): readonly Item[] {
    const { text } = item;
    const origin = this.#origin;
    if (/^\}/.test(text)) {
      this.#object = null;
      return [frame(item)];
    }
    if (object.list !== null) {
      if (/^\s*\]/.test(text)) object.list = null;
      const element = ELEMENT.exec(text)?.[1];
      const printed = element === undefined || object.list === null ? null : stringIn(element);
      const given = object.given.has(object.list?.replace(/_lines$/, '') ?? '');
      return [
        printed === null || given || !/^(?:std(?:out|err)_lines|msg)$/.test(object.list ?? '')
          ? frame(item)
          : inside(item, printed, { origin }),
      ];
    }
    const [, name = '', value = ''] = MEMBER.exec(text) ?? [];
    if (/^\[$/.test(value)) object.list = name;
    const printed = stringIn(value);
    if (printed === null || printed.trim() === '' || !(OUTPUTS as readonly string[]).includes(name) || NO_MESSAGE.test(printed))
      return [frame(item)];
    object.given.add(name);
    if (name === 'cmd') return [typedIn(item, printed, origin), frame({ ...item, shared: true })];
    return several(item, linesOf(printed), { origin });
  }
}

const typedIn = (item: Item, text: string, origin: Origin | null): Item => ({ ...item, text, origin, typed: true, shared: true });

const linesOf = (printed: string): string[] => printed.replace(/^\n+|\s+$/g, '').split(/\r?\n/);

function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  if (!text.startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}

function stringIn(text: string): string | null {
  if (!text.startsWith('"')) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}
